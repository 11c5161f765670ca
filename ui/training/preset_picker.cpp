// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/preset_picker.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QRadioButton>
#include <QVBoxLayout>

namespace nidus::ui {

PresetPicker::PresetPicker(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    addChoice("quick", presetTitle("quick"),
              tr("Takes the pretrained model as it is and learns only the last decision. Seconds to a few minutes."));
    addChoice(
        "balanced", tr("Balanced (recommended)"),
        tr("Starts like Quick, then gently adapts the deepest part of the model. The adapted model is kept only if it "
           "does better on cases that were held back."));
    addChoice("thorough", presetTitle("thorough"),
              tr("Like Balanced, but trains three models for each fold and joins them. Takes up to twice as long."));
    setPreset("balanced");
}

void PresetPicker::addChoice(const std::string& preset, const QString& title, const QString& text) {
    auto* card = new Card;
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(12, 8, 12, 10);
    column->setSpacing(3);
    auto* button = named(new QRadioButton(title), ("preset_" + preset).c_str(), title);
    button->setAccessibleDescription(text);
    button->setAutoExclusive(false); // each has a card as its parent, so we exclude the others ourselves
    auto* label = new TextLabel(TextRole::Secondary, text);
    label->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->addWidget(button);
    head->addStretch(1);
    auto* note =
        named(new TextLabel(TextRole::Secondary), ("note_" + preset).c_str(), tr("Time and memory that it takes"));
    note->installEventFilter(this);
    head->addWidget(note);
    column->addLayout(head);
    column->addWidget(label);
    card->installEventFilter(this);
    label->installEventFilter(this);
    m_choices.push_back({preset, card, button, note});
    connect(button, &QRadioButton::clicked, this, [this, preset] { setPreset(preset); });
    layout()->addWidget(card);
}

std::string PresetPicker::preset() const {
    for (const Choice& choice : m_choices)
        if (choice.button->isChecked())
            return choice.preset;
    return "balanced";
}

void PresetPicker::setPreset(const std::string& preset) {
    for (const Choice& choice : m_choices) {
        choice.button->setChecked(choice.preset == preset);
        choice.card->setEmphasised(choice.preset == preset);
    }
    Q_EMIT changed();
}

void PresetPicker::setNote(const std::string& preset, const QString& note) {
    for (const Choice& choice : m_choices)
        if (choice.preset == preset)
            choice.note->setText(note);
}

// A click anywhere on a card chooses it.
bool PresetPicker::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonRelease && isEnabled())
        for (const Choice& choice : m_choices)
            if (watched == choice.card || watched->parent() == choice.card) {
                choice.button->setFocus(Qt::MouseFocusReason);
                setPreset(choice.preset);
                return true;
            }
    return QWidget::eventFilter(watched, event);
}

QString presetTitle(const std::string& preset) {
    if (preset == "quick")
        return QCoreApplication::translate("nidus::ui::PresetPicker", "Quick");
    if (preset == "balanced")
        return QCoreApplication::translate("nidus::ui::PresetPicker", "Balanced");
    if (preset == "thorough")
        return QCoreApplication::translate("nidus::ui::PresetPicker", "Thorough");
    return toQt(preset);
}

} // namespace nidus::ui
