// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/recipe.h"
#include "core/training/recipe_fields.h"
#include "ui/training/recipe_texts.h"

#include <QWidget>

#include <map>
#include <string>
#include <vector>

class QGridLayout;
class QLabel;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace nidus::ui {

class FieldEditor;
class TextLabel;

/// Every knob of a recipe as a control, in groups that open and close. Shows a recipe and says what the user wants of
/// it; knobs that differ from the preset are bold, with a button that resets them.
class RecipeForm final : public QWidget {
    Q_OBJECT

public:
    explicit RecipeForm(QWidget* parent = nullptr);

    void setRecipe(const Recipe& recipe, const Recipe& preset);
    /// Why the recipe is none, beside the knob that was changed last; empty: it is one.
    void setError(const QString& text);
    /// Puts a widget below the knobs of a group; it opens and closes with them.
    void addBelow(FieldGroup group, QWidget* widget);

Q_SIGNALS:
    void edited(const std::string& key, const nidus::FieldValue& value);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Row {
        RecipeField field;
        FieldText text;
        QLabel* name;
        FieldEditor* editor;
        QToolButton* reset;
        TextLabel* help;
    };
    struct Group {
        QToolButton* head = nullptr;
        QWidget* body = nullptr;
        QGridLayout* grid = nullptr;
        QVBoxLayout* column = nullptr;
    };

    void addGroup(FieldGroup group);
    void addRow(const RecipeField& field, const FieldText& text);
    void edit(const Row& row, const FieldValue& value);
    void showHeads();
    void search(const QString& text);

    QLineEdit* m_search;
    std::map<FieldGroup, Group> m_groups;
    std::vector<Row> m_rows;
    Recipe m_preset;
    std::map<FieldGroup, int> m_changed; ///< knobs that differ from the preset
    std::string m_lastEdited;
};

} // namespace nidus::ui
