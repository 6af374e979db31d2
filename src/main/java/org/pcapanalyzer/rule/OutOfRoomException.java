package org.pcapanalyzer.rule;

import java.sql.SQLException;
import org.pcapanalyzer.store.StoreException;

/** A query took more memory than the database may have, or more room than there is for what it puts aside. */
final class OutOfRoomException extends Exception {
    private static final long serialVersionUID = 1L;

    private OutOfRoomException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** Tells this failure from the faults of a query. */
    static void throwIfSo(SQLException e) throws OutOfRoomException {
        if (StoreException.isOutOfRoom(e)) {
            throw new OutOfRoomException(e);
        }
    }
}
