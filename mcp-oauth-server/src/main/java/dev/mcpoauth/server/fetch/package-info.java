/**
 * Documents behind URLs that strangers chose, fetched so that nobody can use this server to reach what only it can reach
 * (SSRF), and kept as HTTP says. Does not belong here: what the documents mean.
 */
@NullMarked
package dev.mcpoauth.server.fetch;

import org.jspecify.annotations.NullMarked;
