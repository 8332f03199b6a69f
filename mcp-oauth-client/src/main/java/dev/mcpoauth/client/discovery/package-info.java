/**
 * From the URL of an MCP server to the metadata of its resource (RFC 9728) and of an authorization server for it (RFC
 * 8414, OpenID Connect Discovery). Everything fetched here is from strangers and validated here.
 */
@NullMarked
package dev.mcpoauth.client.discovery;

import org.jspecify.annotations.NullMarked;
