#!/usr/bin/env bash
# Re-creates fonts/files/ from the packages named in fonts/catalog.toml. For maintainers: users get the files with the wheel.
# Needs apt-get and dpkg-deb (Debian or a derivative), pip, and a Python with fontTools; the instance of Noto was made with
# 4.68.0, and another version may write other bytes: the digests in the catalogue then tell.
# fetch.sh            fetches the packages, unpacks them in a temporary folder
# fetch.sh FOLDER     takes the packages (*.deb, *.whl) from a folder
set -euo pipefail
files="$(cd "$(dirname "$0")" && pwd)/files"
python="${PYTHON:-python3}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
if [ $# -gt 0 ]; then
  cp "$1"/*.deb "$1"/*.whl "$work"
else
  (cd "$work" && apt-get download fonts-morisawa-bizud-gothic=1.05-2 fonts-ipamj-mincho=005.01-2.1)
  "$python" -m pip download --quiet --no-deps --dest "$work" justmytype-intl-cjk==0.1.0
fi
for package in "$work"/fonts-morisawa-bizud-gothic_*.deb "$work"/fonts-ipamj-mincho_*.deb; do
  dpkg-deb -x "$package" "$work/tree"
done
"$python" -m zipfile -e "$work"/justmytype_intl_cjk-*.whl "$work/wheel"
noto="$work/wheel/justmytype_intl_cjk/fonts/ofl/notosansjp"
docs="$work/tree/usr/share/doc"

mkdir -p "$files"
install -m 644 "$work"/tree/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-{Regular,Bold}.ttf "$files"
install -m 644 "$docs/fonts-morisawa-bizud-gothic/copyright" "$files/BIZUDPGothic-OFL.txt"
# IPA licence, article 3: redistributed unmodified under its own name, with the licence text.
install -m 644 "$work/tree/usr/share/fonts/truetype/ipamj/ipamjm.ttf" "$files"
gunzip -c "$docs/fonts-ipamj-mincho/IPA_Font_License_Agreement_v1.0.txt.gz" > "$files/IPA_Font_License_Agreement_v1.0.txt"
install -m 644 "$docs/fonts-ipamj-mincho/Readme.txt" "$files/ipamjm-Readme.txt"
# The variable font draws as Thin where axes are ignored, so the Regular instance is frozen; the time stamp stays the source's.
"$python" -m fontTools varLib.instancer --quiet --update-name-table --no-recalc-timestamp \
  --output "$files/NotoSansJP-Regular.ttf" "$noto/NotoSansJP[wght].ttf" wght=400
install -m 644 "$noto/OFL.txt" "$files/NotoSansJP-OFL.txt"
(cd "$files" && sha256sum ./*.ttf) # to be held against the catalogue
