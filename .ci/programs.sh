#!/bin/sh
# Installs the programs that tests marked `programs` read delivered files with (Debian, as root): poppler's pdftotext,
# and Ghostscript, which renders a file's plates. Ghostscript is run by tests only and is no part of the product. Chromium,
# with a Japanese font for it, opens the report of a proof.
#
#   . .ci/programs.sh
#
# The others come with the bench extra.

if ! command -v pdftotext >/dev/null 2>&1 || ! command -v gs >/dev/null 2>&1 || ! command -v chromium >/dev/null 2>&1
then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    apt-get install -y -qq --no-install-recommends \
        poppler-utils ghostscript chromium fonts-noto-cjk >&2
fi
