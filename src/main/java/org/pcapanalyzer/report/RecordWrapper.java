package org.pcapanalyzer.report;

import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;

/** Shows templates records as hashes of their components; beside them only texts, numbers, booleans, lists and maps. */
final class RecordWrapper extends SimpleObjectWrapper {
    RecordWrapper() {
        super(Configuration.VERSION_2_3_35);
    }

    @Override
    protected TemplateModel handleUnknownType(Object value) throws TemplateModelException {
        return value instanceof Record shown ? new Hash(shown) : super.handleUnknownType(value);
    }

    private final class Hash implements TemplateHashModel {
        private final Record shown;
        private final RecordParts parts;

        private Hash(Record shown) {
            this.shown = shown;
            this.parts = RecordParts.of(shown.getClass());
        }

        @Override
        public TemplateModel get(String key) throws TemplateModelException {
            return wrap(parts.value(shown, key));
        }

        @Override
        public boolean isEmpty() {
            return false;
        }
    }
}
