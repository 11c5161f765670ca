// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/class_choice.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/results/results_view_model.h"

#include <QSignalBlocker>

namespace nidus::ui {

ClassChoice::ClassChoice(const char* objectName, QWidget* parent) : QComboBox(parent) {
    named(this, objectName, tr("Class to look at, against the rest"));
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
}

void ClassChoice::showResult(const ResultsViewModel& model) {
    const QSignalBlocker blocker(this);
    const QString before = currentText();
    clear();
    if (model.result())
        for (const ClassEvaluation& evaluation : model.result()->evaluation.perClass)
            addItem(tr("%1 against the rest").arg(toQt(evaluation.name)));
    setCurrentIndex(count() == 0 ? -1 : std::max(0, findText(before)));
    setVisible(count() > 1);
}

const ClassEvaluation* ClassChoice::evaluation(const ResultsViewModel& model) const {
    if (!model.result() || currentIndex() < 0)
        return nullptr;
    return &model.result()->evaluation.perClass[static_cast<std::size_t>(currentIndex())];
}

int ClassChoice::classIndex(const ResultsViewModel& model) const {
    return model.positive() >= 0 ? model.positive() : currentIndex();
}

} // namespace nidus::ui
