#!/usr/bin/env bash
# Packages the bridge with a Java runtime of its own: an image (.tgz) for this machine's platform, and the same as an MCP
# bundle (.mcpb) for desktop hosts. Run it after `mvn package`; needs a JDK with jlink and writes to target/.
#   package.sh          makes both
#   package.sh --check  and starts the image against a server of 127.0.0.1, with Node
set -eu
cd "$(dirname "$0")"
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
jar=target/mcp-oauth-bridge.jar
[ -f "$jar" ] || { echo "build $jar first: mvn package" >&2; exit 1; }
image=target/image/mcp-oauth-bridge
version=$(unzip -p "$jar" META-INF/MANIFEST.MF | tr -d '\r' | sed -n 's/^Implementation-Version: //p')
case $(uname -s) in Darwin) platform=darwin ;; Linux) platform=linux ;; *) platform=win32 ;; esac

rm -rf target/image target/bundle
mkdir -p target/image
modules=java.base,java.net.http,java.logging,jdk.httpserver,jdk.crypto.ec,jdk.unsupported
"$java_home/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress 2 \
  --output "$image"
cp "$jar" "$image/lib/"
# The flags of LauncherText, without an archive of our own classes: `install`, run from the image, makes one.
cat >"$image/bin/mcp-oauth-bridge" <<'LAUNCHER'
#!/bin/sh
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
exec "$home/bin/java" -XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=1000 -XX:Tier3MinInvocationThreshold=500 \
  -XX:Tier3CompileThreshold=3000 -XX:+UseSerialGC -XX:-UsePerfData -Xms8m -Xmx256m -Xss512k \
  -XX:ReservedCodeCacheSize=24m -Xshare:auto -Xlog:disable -Xlog:all=error:stderr \
  -jar "$home/lib/mcp-oauth-bridge.jar" "$@"
LAUNCHER
chmod 755 "$image/bin/mcp-oauth-bridge"
tar -C target/image -czf target/mcp-oauth-bridge-image.tgz mcp-oauth-bridge

mkdir -p target/bundle
cp -R "$image" target/bundle/server
sed -e "s/@VERSION@/${version%-SNAPSHOT}/" -e "s/@PLATFORM@/$platform/" src/main/mcpb/manifest.json >target/bundle/manifest.json
rm -f target/mcp-oauth-bridge.mcpb
(cd target/bundle && "$java_home/bin/jar" --create --no-manifest --file ../mcp-oauth-bridge.mcpb manifest.json server)

size() { echo "$1: $(($(wc -c <"$1") / 1000)) kB"; }
size "$jar"
size target/mcp-oauth-bridge-image.tgz
size target/mcp-oauth-bridge.mcpb
[ "$(wc -c <target/mcp-oauth-bridge-image.tgz)" -le 25000000 ] || { echo "the image is larger than 25 MB" >&2; exit 1; }
if [ "${1:-}" = --check ]; then node --test --test-reporter=spec image.test.mjs; fi
