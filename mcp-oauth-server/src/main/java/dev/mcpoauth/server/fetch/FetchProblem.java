package dev.mcpoauth.server.fetch;

/** Why there is no document. */
public enum FetchProblem {
    /** Its URL leads where nobody may be sent. */
    ADDRESS_REFUSED,
    /** Its host does not answer, or says that it can not at the moment. */
    UNREACHABLE,
    /** What is there is not the document. */
    UNUSABLE,
    /** Nobody looked: too much was fetched already, or is being fetched. */
    LIMITED
}
