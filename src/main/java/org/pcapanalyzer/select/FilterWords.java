package org.pcapanalyzer.select;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the names in a filter expression that libpcap would look up, which could ask a name server of a stranger's host, and
 * wait for it. Names of ports and protocols come from tables on this machine and may stay. The words are split as libpcap's
 * {@code scanner.l} does it; whether the expression makes sense is for libpcap to say.
 */
final class FilterWords {
    /** Behind these a name is that of a port or protocol, also after "or". */
    private static final Set<String> NAMING_PORTS = Set.of("port", "portrange", "proto", "protochain");

    /** The next word is a name of theirs: kinds of 802.11 and LLC frames, what a packet filter logged. */
    private static final Set<String> TAKING_A_NAME = words("""
            type subtype direction dir llc on ifname rset ruleset reason action
            """);

    private static final Set<String> JOINING = Set.of("and", "or", "not");

    private static final Set<String> KEYWORDS = words("""
            dst src link ether ppp slip fddi tr wlan arp rarp ip sctp tcp udp icmp igmp igrp pim vrrp carp radio ip6 icmp6
            ah esp atalk aarp decnet lat sca moprc mopdl iso esis es-is isis is-is l1 l2 iih lsp snp csnp psnp clnp stp ipx
            netbeui host net mask gateway address1 addr1 address2 addr2 address3 addr3 address4 addr4 ra ta less greater
            byte broadcast multicast len length inbound outbound ifindex vlan mpls pppoed pppoes geneve lane metac bcc oam
            oamf4 oamf4ec oamf4sc sc ilmic vpi vci connectmsg metaconnect rnr rulenum srnr subrulenum fisu lssu lsu msu hfisu
            hlssu hmsu sio opc dpc sls hsio hopc hdpc hsls
            """);

    /** Numbers by name. */
    private static final Set<String> CONSTANTS = words("""
            icmptype icmpcode icmp-echoreply icmp-unreach icmp-sourcequench icmp-redirect icmp-echo icmp-routeradvert
            icmp-routersolicit icmp-timxceed icmp-paramprob icmp-tstamp icmp-tstampreply icmp-ireq icmp-ireqreply icmp-maskreq
            icmp-maskreply icmp6type icmp6code icmp6-destinationunreach icmp6-packettoobig icmp6-timeexceeded
            icmp6-parameterproblem icmp6-echo icmp6-echoreply icmp6-multicastlistenerquery icmp6-multicastlistenerreportv1
            icmp6-multicastlistenerdone icmp6-routersolicit icmp6-routeradvert icmp6-neighborsolicit icmp6-neighboradvert
            icmp6-redirect icmp6-routerrenum icmp6-nodeinformationquery icmp6-nodeinformationresponse
            icmp6-ineighbordiscoverysolicit icmp6-ineighbordiscoveryadvert icmp6-multicastlistenerreportv2
            icmp6-homeagentdiscoveryrequest icmp6-homeagentdiscoveryreply icmp6-mobileprefixsolicit
            icmp6-mobileprefixadvert icmp6-certpathsolicit icmp6-certpathadvert icmp6-multicastrouteradvert
            icmp6-multicastroutersolicit icmp6-multicastrouterterm tcpflags tcp-fin tcp-syn tcp-rst tcp-push tcp-ack tcp-urg
            tcp-ece tcp-cwr
            """);

    /** A word, one behind a backslash, a number of ARCNET; what else there is joins and computes. */
    private static final Pattern WORD = Pattern.compile("""
            \\\\[^ !()\\n\\t]+|\\$[A-Za-z0-9]*|(?:[A-Za-z0-9]|::)(?:[-_.:A-Za-z0-9]*[.:A-Za-z0-9])?""");

    private static final String NUMBER = "(?:[0-9]+|0[xX][0-9A-Fa-f]+)";
    private static final String BYTE = "[0-9A-Fa-f]{1,2}";
    private static final Pattern NUMERIC = Pattern.compile(String.join(
            "|",
            NUMBER + "(?:\\." + NUMBER + "){0,3}",
            BYTE + "(?:[:]" + BYTE + "){5}",
            BYTE + "(?:[.]" + BYTE + "){5}",
            BYTE + "(?:-" + BYTE + "){5}",
            "[0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}",
            "[0-9A-Fa-f]{12}",
            "\\$" + BYTE));

    private static final Pattern IPV6_GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final int IPV6_GROUPS = 8;

    private boolean mayNamePort;
    private boolean mayNameNext;

    private FilterWords() {}

    /** @throws SelectionException at the first word that is a name of something else than a port or a protocol */
    static void check(String expression) {
        FilterWords words = new FilterWords();
        Matcher matcher = WORD.matcher(expression);
        while (matcher.find()) {
            words.take(matcher.group());
        }
    }

    /** Words that libpcap must know: it would look them up if it did not. */
    static Set<String> known() {
        Set<String> known = new HashSet<>(KEYWORDS);
        known.addAll(NAMING_PORTS);
        known.addAll(TAKING_A_NAME);
        known.addAll(CONSTANTS);
        return known;
    }

    private void take(String word) {
        if (word.chars().filter(character -> character == ':').count() == 1) {
            // The range of bytes in tcp[2:4], not an address.
            for (String part : word.split(":")) {
                takeSingle(part);
            }
        } else {
            takeSingle(word);
        }
    }

    private void takeSingle(String word) {
        boolean mayBeName = mayNameNext || mayNamePort;
        mayNameNext = TAKING_A_NAME.contains(word);
        if (word.equals("gateway")) {
            throw SelectionException.request("'gateway' wants the name of a host, and names are not looked up; write "
                    + "'ether host MAC and not host ADDRESS' instead");
        }
        if (JOINING.contains(word) || CONSTANTS.contains(word) || isAddressOrNumber(word) || word.isEmpty()) {
            return;
        }
        if (KEYWORDS.contains(word) || NAMING_PORTS.contains(word) || mayNameNext) {
            mayNamePort = NAMING_PORTS.contains(word);
            return;
        }
        if (!mayBeName) {
            throw SelectionException.request(
                    "'%s' is neither a word of filters nor an address; names of hosts are not looked up, so give the address"
                            .formatted(word));
        }
    }

    private static boolean isAddressOrNumber(String word) {
        return NUMERIC.matcher(word).matches() || isIpv6(word);
    }

    private static boolean isIpv6(String word) {
        String[] halves = word.split("::", -1);
        if (!word.contains(":") || halves.length > 2) {
            return false;
        }
        int groups = 0;
        for (int i = 0; i < halves.length; i++) {
            int counted = groups(halves[i], i == halves.length - 1);
            if (counted < 0) {
                return false;
            }
            groups += counted;
        }
        return halves.length == 2 ? groups < IPV6_GROUPS : groups == IPV6_GROUPS;
    }

    /** Number of groups of 16 bits; -1 if one is none. */
    private static int groups(String half, boolean mayEndInIpv4) {
        if (half.isEmpty()) {
            return 0;
        }
        String[] groups = half.split(":", -1);
        int count = groups.length;
        for (int i = 0; i < groups.length; i++) {
            if (i == groups.length - 1
                    && mayEndInIpv4
                    && IPV4.matcher(groups[i]).matches()) {
                count++;
            } else if (!IPV6_GROUP.matcher(groups[i]).matches()) {
                return -1;
            }
        }
        return count;
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.strip().split("\\s+")));
    }
}
