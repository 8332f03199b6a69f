/**
 * Why can nobody sign in to this MCP server? Walks any server, and what is stored here about it, the way a client does, and
 * says of each rule whether it holds. Belongs here: what is asked, and the rules on the answers. What a client does with a
 * server stays in the packages that do it.
 */
@NullMarked
package dev.mcpoauth.client.doctor;

import org.jspecify.annotations.NullMarked;
