/**
 * The command {@code mcp-oauth-bridge}: flags, environment, files, exit codes. What happens to messages belongs in the
 * package above.
 */
@NullMarked
package dev.mcpoauth.client.bridge.cli;

import org.jspecify.annotations.NullMarked;
