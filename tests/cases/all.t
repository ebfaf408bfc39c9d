#!/bin/sh
# Every golden case (tests/support/run-cases).
exec sh tests/support/run-cases tests/cases
