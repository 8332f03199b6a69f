/** What single requests cost the authorization server and the door of a resource, without HTTP around them. */
@org.jspecify.annotations.NullMarked
package dev.mcpoauth.example.benchmarks.endpoint;
