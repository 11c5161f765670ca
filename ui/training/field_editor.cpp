// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/field_editor.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/training/number_box.h"
#include "ui/training/phases_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace nidus::ui {
namespace {

QHBoxLayout* rowIn(QWidget* editor) {
    auto* row = new QHBoxLayout(editor);
    row->setContentsMargins(0, 0, 0, 0);
    return row;
}

template <class Control>
Control* part(Control* control, const RecipeField& field, const QString& name) {
    return named(control, ("field_" + field.key).c_str(), name);
}

class SwitchEditor final : public FieldEditor {
public:
    SwitchEditor(const RecipeField& field, const FieldText& text) : m_box(part(new QCheckBox, field, text.name)) {
        auto* row = rowIn(this);
        row->addWidget(m_box);
        row->addStretch(1);
        setFocusProxy(m_box);
        connect(m_box, &QCheckBox::clicked, this, [this](bool isOn) { Q_EMIT edited(isOn); });
    }
    void setValue(const FieldValue& value) override { m_box->setChecked(std::get<bool>(value)); }

private:
    QCheckBox* m_box;
};

class NumberEditor final : public FieldEditor {
public:
    NumberEditor(const RecipeField& field, const FieldText& text)
        : m_isWhole(field.kind == RecipeField::Kind::Whole),
          m_box(part(new NumberBox(m_isWhole ? NumberBox::Kind::Whole : NumberBox::Kind::Real, field.low, field.high),
                     field, text.name)) {
        if (!text.unit.isEmpty())
            m_box->setSuffix(QLatin1Char(' ') + text.unit);
        rowIn(this)->addWidget(m_box);
        setFocusProxy(m_box);
        connect(m_box, &QDoubleSpinBox::valueChanged, this, [this](double value) {
            Q_EMIT edited(m_isWhole ? FieldValue(static_cast<std::int64_t>(value)) : FieldValue(value));
        });
    }
    void setValue(const FieldValue& value) override {
        const QSignalBlocker blocker(m_box);
        m_box->setValue(m_isWhole ? static_cast<double>(std::get<std::int64_t>(value)) : std::get<double>(value));
    }

private:
    bool m_isWhole;
    NumberBox* m_box;
};

/// The wheel scrolls the page, not the choice.
class ChoiceBox final : public QComboBox {
protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

class ChoiceEditor final : public FieldEditor {
public:
    ChoiceEditor(const RecipeField& field, const FieldText& text) : m_box(part(new ChoiceBox, field, text.name)) {
        for (const std::string& choice : field.choices)
            m_box->addItem(choiceText(field.key, choice), toQt(choice));
        m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_box->setMinimumContentsLength(16);
        rowIn(this)->addWidget(m_box, 1);
        setFocusProxy(m_box);
        connect(m_box, &QComboBox::activated, this, [this] { Q_EMIT edited(fromQt(m_box->currentData().toString())); });
    }
    void setValue(const FieldValue& value) override {
        m_box->setCurrentIndex(m_box->findData(toQt(std::get<std::string>(value))));
        m_box->setToolTip(m_box->currentText());
    }

private:
    QComboBox* m_box;
};

/// Numbers with blanks between them; what is none of them becomes not a number, which no recipe takes.
class NumbersEditor final : public FieldEditor {
public:
    NumbersEditor(const RecipeField& field, const FieldText& text) : m_edit(part(new QLineEdit, field, text.name)) {
        rowIn(this)->addWidget(m_edit, 1);
        setFocusProxy(m_edit);
        connect(m_edit, &QLineEdit::editingFinished, this, [this] {
            if (std::exchange(m_shown, m_edit->text()) != m_edit->text())
                Q_EMIT edited(numbers());
        });
    }
    void setValue(const FieldValue& value) override {
        const auto& wanted = std::get<std::vector<double>>(value);
        const auto isSame = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
        if (std::ranges::equal(numbers(), wanted, isSame) && !m_edit->text().isEmpty())
            return;
        QStringList words;
        for (const double number : wanted)
            words << QString::number(number, 'g', QLocale::FloatingPointShortest);
        m_shown = words.join(QLatin1Char(' '));
        m_edit->setText(m_shown);
    }

private:
    [[nodiscard]] std::vector<double> numbers() const {
        static const QRegularExpression gap(QStringLiteral("[\\s,;，；、]+"));
        std::vector<double> found;
        const QStringList words = m_edit->text().split(gap, Qt::SkipEmptyParts);
        for (const QString& word : words) {
            bool isNumber = false;
            const double number = word.toDouble(&isNumber);
            found.push_back(isNumber ? number : std::numeric_limits<double>::quiet_NaN());
        }
        return found;
    }

    QLineEdit* m_edit;
    QString m_shown;
};

class AxesEditor final : public FieldEditor {
public:
    AxesEditor(const RecipeField& field, const FieldText& text) {
        auto* row = rowIn(this);
        for (std::size_t axis = 0; axis < m_boxes.size(); ++axis) {
            const QString number = QString::number(axis + 1);
            m_boxes[axis] = part(new QCheckBox(number), field, FieldEditor::tr("%1: axis %2").arg(text.name, number));
            m_boxes[axis]->setObjectName(m_boxes[axis]->objectName() + QLatin1Char('_') + QString::number(axis));
            row->addWidget(m_boxes[axis]);
            connect(m_boxes[axis], &QCheckBox::clicked, this, [this] {
                std::vector<int> axes;
                for (std::size_t i = 0; i < m_boxes.size(); ++i)
                    if (m_boxes[i]->isChecked())
                        axes.push_back(static_cast<int>(i));
                Q_EMIT edited(axes);
            });
        }
        row->addStretch(1);
        setFocusProxy(m_boxes.front());
    }
    void setValue(const FieldValue& value) override {
        const auto& axes = std::get<std::vector<int>>(value);
        for (std::size_t i = 0; i < m_boxes.size(); ++i)
            m_boxes[i]->setChecked(std::ranges::find(axes, static_cast<int>(i)) != axes.end());
    }

private:
    std::array<QCheckBox*, 3> m_boxes{};
};

class UnfreezingEditor final : public FieldEditor {
public:
    UnfreezingEditor(const RecipeField& field, const FieldText& text)
        : m_phases(part(new PhasesEditor, field, text.name)) {
        rowIn(this)->addWidget(m_phases);
        setFocusProxy(m_phases);
        connect(m_phases, &PhasesEditor::edited, this, [this] { Q_EMIT edited(m_phases->phases()); });
    }
    void setValue(const FieldValue& value) override {
        m_phases->setPhases(std::get<std::vector<UnfreezePhase>>(value));
    }

private:
    PhasesEditor* m_phases;
};

} // namespace

FieldEditor* makeFieldEditor(const RecipeField& field, const FieldText& text) {
    switch (field.kind) {
    case RecipeField::Kind::Switch:
        return new SwitchEditor(field, text);
    case RecipeField::Kind::Whole:
    case RecipeField::Kind::Number:
        return new NumberEditor(field, text);
    case RecipeField::Kind::Choice:
        return new ChoiceEditor(field, text);
    case RecipeField::Kind::Numbers:
        return new NumbersEditor(field, text);
    case RecipeField::Kind::Axes:
        return new AxesEditor(field, text);
    case RecipeField::Kind::Phases:
        break;
    }
    return new UnfreezingEditor(field, text);
}

} // namespace nidus::ui
