package dev.mcpoauth.server.login;

/** Escapes text for HTML. */
public final class Html {
    private Html() {}

    /** The text as element content or as a quoted attribute value. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            }
        });
        return out.toString();
    }

    /**
     * A client's own words made fit for showing: at most 80 characters, without control characters and without the
     * invisible ones that reverse or hide text.
     */
    public static String shown(String text) {
        return shown(text, 80);
    }

    /** The same with at most so many characters. */
    public static String shown(String text, int most) {
        StringBuilder out = new StringBuilder();
        text.codePoints().filter(Html::isVisible).limit(most).forEach(out::appendCodePoint);
        return out.toString().strip();
    }

    private static boolean isVisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.UNASSIGNED;
    }
}
