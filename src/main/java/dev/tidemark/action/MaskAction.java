package dev.tidemark.action;

import dev.tidemark.row.FieldPath;
import dev.tidemark.row.Row;
import dev.tidemark.row.RowBuilder;
import dev.tidemark.text.Secrets;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Masks the values of fields. A record whose structure hides a field from the mask is refused. */
public final class MaskAction extends FieldsAction implements CamelContextAware {

    /** The key of the salt in the configuration. */
    public static final String SALT = "tidemark.mask.salt";

    private MaskMethod method = MaskMethod.SHA256;
    private @Nullable CamelContext context;
    private @Nullable Mask mask;

    public MaskAction() {
        super("records-mask-action");
    }

    /** {@code sha256}, {@code redact} or {@code partial}. */
    public void setMethod(String method) {
        this.method = MaskMethod.of(method);
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    @Override
    public synchronized void validate() {
        if (mask == null) {
            mask = new Mask(method, method == MaskMethod.SHA256 ? salt() : null);
        }
    }

    private String salt() {
        String salt = context == null
                ? ""
                : context.getPropertiesComponent()
                        .resolveProperty(SALT)
                        .map(context::resolvePropertyPlaceholders)
                        .orElse("");
        if (salt.isBlank()) {
            throw new IllegalArgumentException("method is sha256, which needs a salt: set " + SALT
                    + " in the configuration to a long random text, and keep it, as another one gives other hashes");
        }
        Secrets.hide(salt);
        return salt;
    }

    @Override
    protected void change(
            Map<String, @Nullable Object> record,
            RowBuilder rows,
            List<Map<String, @Nullable Object>> out,
            Exchange exchange) {
        Mask current = mask;
        if (current == null) {
            throw new IllegalStateException("validate was not called");
        }
        Row row = rows.copy(record);
        for (FieldPath field : fields()) {
            List<String> way = field.locate(row);
            if (way == null) {
                Within.requireObjects(row, field);
            } else {
                Within.change(row, way, current::masked);
            }
        }
        out.add(row);
    }
}
