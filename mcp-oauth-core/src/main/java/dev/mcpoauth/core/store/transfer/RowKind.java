package dev.mcpoauth.core.store.transfer;

/** What is moved, in the order in which it is. */
public enum RowKind {
    /** {@link StoredRow.OfClient}. */
    CLIENT,
    /** {@link StoredRow.OfGrant}. */
    GRANT,
    /** {@link StoredRow.OfCode}. */
    CODE,
    /** {@link StoredRow.OfRefresh}. */
    REFRESH,
    /** {@link StoredRow.OfAccess}. */
    ACCESS
}
