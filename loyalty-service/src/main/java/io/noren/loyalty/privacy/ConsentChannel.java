package io.noren.loyalty.privacy;

import io.noren.loyalty.IdentifierType;

/** How somebody is reached. */
public enum ConsentChannel {
    EMAIL,
    SMS,
    PHONE_CALL,
    APP_PUSH,
    /** The postal address is kept by the shop or system that the identifier is of. */
    POST;

    /** Whether an identifier of this type is where somebody is reached so. */
    public boolean reaches(IdentifierType type) {
        return switch (this) {
            case EMAIL -> type == IdentifierType.EMAIL;
            case SMS, PHONE_CALL -> type == IdentifierType.PHONE;
            case APP_PUSH -> type == IdentifierType.APP;
            case POST ->
                type == IdentifierType.WEB_ACCOUNT || type == IdentifierType.CARD || type == IdentifierType.EXTERNAL;
        };
    }
}
