// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/result_view.h"

#include "ui/results/results_view_model.h"

#include <utility>

namespace nidus::ui {

ResultView::ResultView(ResultsViewModel& model, QWidget* parent) : QWidget(parent), m_model(model) {
    connect(&m_model, &ResultsViewModel::resultChanged, this, [this] {
        m_isResultOld = true;
        refresh();
    });
    connect(&m_model, &ResultsViewModel::ruleChanged, this, [this] {
        m_isRuleOld = true;
        refresh();
    });
}

void ResultView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void ResultView::refresh() {
    if (!isVisible())
        return;
    const bool isResultOld = std::exchange(m_isResultOld, false);
    if (isResultOld)
        showResult();
    if (std::exchange(m_isRuleOld, false) || isResultOld)
        showRule();
}

} // namespace nidus::ui
