/**
 * A shop in Spring Boot: an MCP server with two tools, the bearer filter in front of it and the authorization server beside it,
 * all as beans, on whichever database {@code spring.datasource} names.
 */
@NullMarked
package dev.mcpoauth.example.boot;

import org.jspecify.annotations.NullMarked;
