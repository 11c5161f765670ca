// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/queue_panel.h"

#include "ui/common/controls.h"
#include "ui/common/line_list.h"
#include "ui/training/preset_picker.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace nidus::ui {

QueuePanel::QueuePanel(RunQueue& queue, QWidget* parent)
    : QWidget(parent), m_queue(queue), m_lines(new QVBoxLayout), m_note(new TextLabel(TextRole::Secondary)),
      m_start(named(new QPushButton(tr("Start the &next")), "startQueued", tr("Start the next training that waits"))) {
    setObjectName(QStringLiteral("runQueue"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(4);
    column->addWidget(new TextLabel(TextRole::Heading, tr("Waiting")));
    m_lines->setSpacing(2);
    column->addLayout(m_lines);
    m_note->setWordWrap(true);
    column->addWidget(m_note);
    column->addWidget(m_start, 0, Qt::AlignLeft);
    connect(m_start, &QPushButton::clicked, &m_queue, &RunQueue::startNext);
    connect(&m_queue, &RunQueue::changed, this, &QueuePanel::showQueue);
    setRunning(false);
    showQueue();
}

void QueuePanel::setRunning(bool isRunning) {
    m_start->setVisible(!isRunning);
    m_note->setText(isRunning
                        ? tr("The next one starts by itself when this training has its result.")
                        : tr("They wait. The next one starts from here, or by itself when another training has its "
                             "result."));
}

void QueuePanel::showQueue() {
    clearLines(*m_lines);
    for (std::size_t i = 0; i < m_queue.presets().size(); ++i)
        addLine(i);
    setVisible(!m_queue.presets().empty());
}

void QueuePanel::addLine(std::size_t number) {
    const QString title = presetTitle(m_queue.presets()[number]);
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new TextLabel(TextRole::Body, tr("%1. %2").arg(number + 1).arg(title));
    label->setObjectName(QStringLiteral("queued_%1").arg(number));
    QToolButton* remove = removeLineButton((std::string("removeQueued_") + std::to_string(number)).c_str(),
                                           tr("Remove %1 from the queue").arg(title));
    connect(remove, &QToolButton::clicked, this, [this, number] { m_queue.remove(number); });
    row->addWidget(label, 1);
    row->addWidget(remove);
    m_lines->addWidget(line);
}

} // namespace nidus::ui
