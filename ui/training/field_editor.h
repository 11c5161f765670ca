// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/recipe_fields.h"
#include "ui/training/recipe_texts.h"

#include <QWidget>

namespace nidus::ui {

/// The control for one knob of a recipe. Its parts are named "field_KEY".
class FieldEditor : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;
    /// Shows a value without saying so.
    virtual void setValue(const FieldValue& value) = 0;

Q_SIGNALS:
    void edited(const nidus::FieldValue& value);
};

[[nodiscard]] FieldEditor* makeFieldEditor(const RecipeField& field, const FieldText& text);

} // namespace nidus::ui
