package org.pcapanalyzer.diagnosis;

import java.util.Objects;

/** A service, or a host: of that, {@code proto} is empty and the port 0. */
record Place(String ip, String proto, int port) {
    private static final int NO_PORT = 0;

    static Place of(LadderFacts facts) {
        return new Place(facts.ip(), facts.proto(), facts.port());
    }

    Place host() {
        return new Place(ip, "", NO_PORT);
    }

    // What a record has of itself is put together when it is first asked for: that takes longer than a query.

    @Override
    public boolean equals(Object other) {
        return other instanceof Place place && port == place.port && ip.equals(place.ip) && proto.equals(place.proto);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ip, proto, port);
    }
}
