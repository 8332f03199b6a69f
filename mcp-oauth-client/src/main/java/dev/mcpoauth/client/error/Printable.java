package dev.mcpoauth.client.error;

/** Text of a peer made fit for a log line, a terminal or an exception message: nothing that controls them. */
public final class Printable {
    private static final int LONGEST = 300;

    private Printable() {}

    /** The text with control, format and separator characters replaced, cut at 300 characters. */
    public static String text(String fromPeer) {
        return whole(fromPeer.length() <= LONGEST ? fromPeer : fromPeer.substring(0, LONGEST) + "…");
    }

    /** The text with control, format and separator characters replaced: one line, however long it is. */
    public static String whole(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(isHarmless(c) ? c : '\uFFFD'));
        return out.toString();
    }

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
