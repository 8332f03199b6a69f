/**
 * The bookshop database as an MCP server: tools, resources and a prompt, and which scope each operation needs. SQL rules
 * live in {@code sql}; how messages travel and who may call is the library's.
 */
@NullMarked
package dev.mcpoauth.example.database.mcp;

import org.jspecify.annotations.NullMarked;
