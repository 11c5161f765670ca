// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/phases_editor.h"

#include "ui/common/controls.h"
#include "ui/common/line_list.h"
#include "ui/training/number_box.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <string>

namespace nidus::ui {
namespace {

constexpr double kMostStages = 64, kMostEpochs = 10000; // as a recipe takes them
constexpr UnfreezePhase kFirst{1, 5};

} // namespace

PhasesEditor::PhasesEditor(QWidget* parent) : QWidget(parent), m_lines(new QVBoxLayout) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_lines->setSpacing(4);
    column->addLayout(m_lines);
    auto* add = named(new QPushButton(tr("Add a phase")), "addPhase", tr("Add a phase of unfreezing"));
    column->addWidget(add, 0, Qt::AlignLeft);
    setFocusProxy(add);
    connect(add, &QPushButton::clicked, this, [this] {
        UnfreezePhase next = kFirst;
        if (!m_phases.empty())
            next = {m_phases.back().openStages + 1, m_phases.back().epochs};
        m_phases.push_back(next);
        showPhases();
        Q_EMIT edited();
    });
}

void PhasesEditor::setPhases(const std::vector<UnfreezePhase>& phases) {
    if (phases == m_phases)
        return;
    m_phases = phases;
    showPhases();
}

void PhasesEditor::showPhases() {
    clearLines(*m_lines);
    for (std::size_t i = 0; i < m_phases.size(); ++i)
        addLine(i);
}

void PhasesEditor::addLine(std::size_t number) {
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    const auto add = [&](const char* name, const QString& spoken, double low, double high, const QString& unit,
                         int UnfreezePhase::*value) {
        auto* box = named(new NumberBox(NumberBox::Kind::Whole, low, high),
                          (std::string(name) + std::to_string(number)).c_str(), spoken.arg(number + 1));
        box->setSuffix(QLatin1Char(' ') + unit);
        box->setValue(m_phases[number].*value);
        connect(box, &NumberBox::valueChanged, this, [this, number, value](double wanted) {
            m_phases[number].*value = static_cast<int>(std::clamp(wanted, -1.0, kMostEpochs + 1)); // wrong is enough
            Q_EMIT edited();
        });
        row->addWidget(box);
    };
    //: Unit in a spin box: stages of the model that learn
    add("phaseStages_", tr("Phase %1: stages that learn"), 0, kMostStages, tr("stages"), &UnfreezePhase::openStages);
    //: Unit in a spin box
    add("phaseEpochs_", tr("Phase %1: epochs"), 1, kMostEpochs, tr("epochs"), &UnfreezePhase::epochs);
    QToolButton* remove = removeLineButton((std::string("removePhase_") + std::to_string(number)).c_str(),
                                           tr("Remove phase %1").arg(number + 1));
    connect(remove, &QToolButton::clicked, this, [this, number] {
        m_phases.erase(m_phases.begin() + static_cast<std::ptrdiff_t>(number));
        showPhases();
        Q_EMIT edited();
    });
    row->addWidget(remove);
    row->addStretch(1);
    m_lines->addWidget(line);
}

} // namespace nidus::ui
