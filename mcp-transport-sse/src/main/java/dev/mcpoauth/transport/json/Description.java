package dev.mcpoauth.transport.json;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a record, or a component of one, means: the {@code description} in {@linkplain JsonSchema#derivedFrom its schema}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE})
public @interface Description {

    /** The text, which models and people read. */
    String value();
}
