// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_bar.h"

#include "ui/common/controls.h"
#include "ui/theme/icon.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

namespace nidus::ui {
namespace {

constexpr int kSteps = 1000;

} // namespace

JobBar::JobBar(QWidget* parent)
    : QWidget(parent), m_what(new TextLabel(TextRole::Body)),
      m_progress(named(new QProgressBar, "jobProgress", tr("Progress of the job"))),
      m_remaining(new TextLabel(TextRole::Secondary)),
      m_stop(named(new QPushButton(tr("Stop")), "jobStop", tr("Stop the running job"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 5, 12, 5);
    row->setSpacing(12);
    m_what->setObjectName(QStringLiteral("jobWhat"));
    m_progress->setRange(0, kSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(180);
    m_stop->setIcon(icon(QStringLiteral("square")));
    connect(m_stop, &QPushButton::clicked, this, &JobBar::stopRequested);
    row->addWidget(m_progress);
    row->addWidget(m_what);
    row->addWidget(m_remaining);
    row->addWidget(m_stop);
    row->addStretch(1);
    auto* notice = new TextLabel(TextRole::Secondary, tr("Research use only — not a medical device"));
    notice->setObjectName(QStringLiteral("researchNotice"));
    row->addWidget(notice);
    setMinimumHeight(m_stop->sizeHint().height() + 10);
    showIdle();
}

void JobBar::showJob(const QString& what, double fraction, const QString& remaining) {
    m_progress->setRange(0, fraction < 0 ? 0 : kSteps);
    m_progress->setValue(static_cast<int>(fraction * kSteps));
    m_what->announce(what);
    m_remaining->setText(remaining);
    m_stop->setEnabled(true);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_progress, m_what, m_remaining, m_stop})
        widget->setVisible(true);
}

void JobBar::showStopping() {
    m_what->announce(tr("Stopping…"));
    m_remaining->clear();
    m_stop->setEnabled(false);
}

void JobBar::showIdle() {
    for (QWidget* widget : std::initializer_list<QWidget*>{m_progress, m_what, m_remaining, m_stop})
        widget->setVisible(false);
}

} // namespace nidus::ui
