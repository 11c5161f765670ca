// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/recipe_form.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"
#include "ui/training/field_editor.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace nidus::ui {
namespace {

constexpr int kIndent = 22; // the knobs stand below the text of their group, not below its arrow
constexpr int kNameLetters = 24, kEditorLetters = 22;

enum Column { Name, Editor, Reset, Help };

std::string nameOf(FieldGroup group) {
    return std::string("group_") + std::to_string(static_cast<int>(group));
}

} // namespace

RecipeForm::RecipeForm(QWidget* parent)
    : QWidget(parent), m_search(named(new QLineEdit, "fieldSearch", tr("Look for a setting"))) {
    setObjectName(QStringLiteral("recipeForm"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    makeSearchField(m_search, tr("Look for a setting"));
    m_search->setMaximumWidth(fontMetrics().averageCharWidth() * 60);
    column->addWidget(m_search);
    for (const FieldText& text : fieldTexts()) {
        if (!m_groups.contains(text.group))
            addGroup(text.group);
        const auto& fields = recipeFields();
        addRow(*std::ranges::find(fields, text.key, &RecipeField::key), text);
    }
    connect(m_search, &QLineEdit::textChanged, this, &RecipeForm::search);
}

void RecipeForm::addGroup(FieldGroup which) {
    Group& group = m_groups[which];
    group.head = named(new QToolButton, nameOf(which).c_str(), groupTitle(which));
    group.head->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    group.head->setArrowType(Qt::RightArrow);
    group.head->setCheckable(true);
    group.head->setAutoRaise(true);
    group.body = new QWidget;
    group.column = new QVBoxLayout(group.body);
    group.column->setContentsMargins(kIndent, 0, 0, 8);
    group.grid = new QGridLayout;
    group.grid->setHorizontalSpacing(10);
    group.grid->setVerticalSpacing(4);
    group.grid->setColumnStretch(Help, 1);
    group.grid->setColumnMinimumWidth(Name, fontMetrics().averageCharWidth() * kNameLetters);
    group.grid->setColumnMinimumWidth(Editor, fontMetrics().averageCharWidth() * kEditorLetters);
    group.column->addLayout(group.grid);
    group.body->hide();
    layout()->addWidget(group.head);
    layout()->addWidget(group.body);
    connect(group.head, &QToolButton::toggled, this, [this, which](bool isOpen) {
        m_groups[which].head->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
        m_groups[which].body->setVisible(isOpen);
    });
}

void RecipeForm::addRow(const RecipeField& field, const FieldText& text) {
    QGridLayout* grid = m_groups[text.group].grid;
    auto* name = new QLabel(text.name);
    name->setWordWrap(true);
    auto* editor = makeFieldEditor(field, text);
    name->setBuddy(editor);
    auto* reset = named(new QToolButton, (std::string("reset_") + field.key).c_str(),
                        tr("%1: back to the preset").arg(text.name));
    reset->setIcon(icon(QStringLiteral("rotate-ccw")));
    reset->setAutoRaise(true);
    reset->setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy = reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    reset->setSizePolicy(policy);
    auto* help = new TextLabel(TextRole::Secondary, text.help);
    help->setObjectName(QStringLiteral("help_") + toQt(field.key));
    help->setWordWrap(true);
    const int line = grid->rowCount();
    grid->addWidget(name, line, Name);
    grid->addWidget(editor, line, Editor, Qt::AlignVCenter);
    grid->addWidget(reset, line, Reset, Qt::AlignVCenter);
    grid->addWidget(help, line, Help);
    const Row row{field, text, name, editor, reset, help};
    connect(editor, &FieldEditor::edited, this, [this, row](const FieldValue& value) { edit(row, value); });
    connect(reset, &QToolButton::clicked, this, [this, row] {
        row.editor->setFocus(Qt::OtherFocusReason); // the button goes
        edit(row, fieldValue(m_preset, row.field.key));
    });
    m_rows.push_back(row);
}

void RecipeForm::edit(const Row& row, const FieldValue& value) {
    m_lastEdited = row.field.key;
    Q_EMIT edited(row.field.key, value);
}

void RecipeForm::setRecipe(const Recipe& recipe, const Recipe& preset) {
    m_preset = preset;
    m_changed.clear();
    for (const Row& row : m_rows) {
        const FieldValue value = fieldValue(recipe, row.field.key);
        const bool isChanged = value != fieldValue(preset, row.field.key);
        row.editor->setValue(value);
        QFont font = row.name->font();
        font.setBold(isChanged);
        row.name->setFont(font);
        row.name->setAccessibleName(isChanged ? tr("%1, changed").arg(row.text.name) : row.text.name);
        row.reset->setVisible(isChanged && !row.name->isHidden());
        row.reset->setToolTip(tr("Changed. Back to the preset"));
        m_changed[row.text.group] += isChanged ? 1 : 0;
    }
    showHeads();
}

void RecipeForm::showHeads() {
    for (auto& [which, group] : m_groups) {
        const int changed = m_changed[which];
        const QString title = groupTitle(which);
        const QString text = changed > 0 ? tr("%1 (%n changed)", nullptr, changed).arg(title) : title;
        group.head->setText(QString(text).replace(QLatin1Char('&'), QLatin1String("&&")));
        group.head->setAccessibleName(text);
        QFont font = group.head->font();
        font.setBold(changed > 0);
        group.head->setFont(font);
    }
}

void RecipeForm::setError(const QString& text) {
    for (const Row& row : m_rows) {
        const bool isHere = !text.isEmpty() && row.field.key == m_lastEdited;
        const QString shown = isHere ? QStringLiteral("⚠ %1").arg(text) : row.text.help;
        if (shown != row.help->text())
            row.help->announce(shown);
    }
    if (text.isEmpty())
        m_lastEdited.clear();
}

void RecipeForm::addBelow(FieldGroup group, QWidget* widget) {
    m_groups.at(group).column->addWidget(widget);
}

// Enter takes what was typed; it may not reach the dialog around, which would go on.
void RecipeForm::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        event->accept();
    else
        QWidget::keyPressEvent(event);
}

/// Groups with a match open, and show what matches alone; an empty text shows everything again.
void RecipeForm::search(const QString& text) {
    const QString wanted = text.trimmed();
    std::map<FieldGroup, int> found;
    for (const Row& row : m_rows) {
        bool isFound = groupTitle(row.text.group).contains(wanted, Qt::CaseInsensitive);
        for (const QString& words : {row.text.name, row.text.help, toQt(row.field.key)})
            isFound = isFound || words.contains(wanted, Qt::CaseInsensitive);
        for (QWidget* part : std::initializer_list<QWidget*>{row.name, row.editor, row.help})
            part->setVisible(isFound);
        row.reset->setVisible(isFound && row.name->font().bold());
        found[row.text.group] += isFound ? 1 : 0;
    }
    for (auto& [which, group] : m_groups) {
        group.head->setVisible(found[which] > 0);
        group.head->setChecked(!wanted.isEmpty() && found[which] > 0);
    }
}

} // namespace nidus::ui
