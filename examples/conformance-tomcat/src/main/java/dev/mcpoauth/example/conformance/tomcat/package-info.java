/** The everything-server in Tomcat: what the container needs, and nothing of what is served. */
@NullMarked
package dev.mcpoauth.example.conformance.tomcat;

import org.jspecify.annotations.NullMarked;
