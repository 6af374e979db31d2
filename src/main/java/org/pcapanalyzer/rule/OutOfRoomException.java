package org.pcapanalyzer.rule;

import java.sql.SQLException;

/** A query took more memory than the database may have, or more room than there is for what it puts aside. */
public final class OutOfRoomException extends Exception {
    private static final long serialVersionUID = 1L;

    /** How DuckDB's message begins; the driver gives no code. */
    private static final String SIGN = "Out of Memory Error";

    private OutOfRoomException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** Tells this failure from the faults of a query. */
    static void throwIfSo(SQLException e) throws OutOfRoomException {
        if (isOf(e)) {
            throw new OutOfRoomException(e);
        }
    }

    /** True if that is why a query failed. */
    public static boolean isOf(SQLException e) {
        return e.getMessage() != null && e.getMessage().contains(SIGN);
    }
}
