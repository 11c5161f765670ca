// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/case_chips.h"

#include "ui/common/controls.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace nidus::ui {

CaseChips::CaseChips(QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    add(CaseMark::Wrong, "chipWrong", tr("Wrong"), tr("Cases whose answer is not their label."));
    add(CaseMark::ConfidentlyWrong, "chipConfidentlyWrong", tr("Confidently wrong"),
        tr("Wrong answers with a probability of %1 or more: look whether image and label belong together.")
            .arg(kConfident));
    add(CaseMark::Uncertain, "chipUncertain", tr("Uncertain zone"),
        tr("Cases between the zones in which the classifier keeps its promise; in a saved classifier they are called "
           "uncertain."));
    add(CaseMark::Flagged, "chipFlagged", tr("Unlike training"),
        tr("Cases that are flagged as unlike those their model was trained on."));
}

void CaseChips::add(CaseMark mark, const char* name, const QString& text, const QString& explanation) {
    auto* button = named(new QPushButton(text), name, text);
    button->setCheckable(true);
    button->setToolTip(explanation);
    button->setAccessibleDescription(explanation);
    connect(button, &QPushButton::clicked, this, [this, button] {
        for (const Chip& chip : m_chips)
            if (chip.button != button)
                chip.button->setChecked(false);
        Q_EMIT changed();
    });
    layout()->addWidget(button);
    m_chips.push_back({mark, text, button});
    setCount(mark, 0);
}

std::optional<CaseMark> CaseChips::mark() const {
    for (const Chip& chip : m_chips)
        if (chip.button->isChecked())
            return chip.mark;
    return std::nullopt;
}

void CaseChips::setCount(CaseMark mark, int count) {
    for (const Chip& chip : m_chips) {
        if (chip.mark != mark)
            continue;
        const QString text = count > 0 ? tr("%1 (%2)").arg(chip.text).arg(count) : chip.text;
        chip.button->setText(text);
        chip.button->setAccessibleName(text);
        if (count == 0 && chip.button->isChecked()) {
            chip.button->setChecked(false);
            Q_EMIT changed();
        }
        chip.button->setEnabled(count > 0);
    }
}

} // namespace nidus::ui
