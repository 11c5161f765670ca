// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/chart_panel.h"

#include "ui/common/controls.h"
#include "ui/theme/icon.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace nidus::ui {

ChartPanel::ChartPanel(const QString& name, const QString& title, QWidget* parent)
    : QWidget(parent), m_title(new TextLabel(TextRole::Heading, title)),
      m_chart(new CurveChart(name + QLatin1String("Chart"), title)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    m_title->setWordWrap(true);
    head->addWidget(m_title, 1);
    const QByteArray buttonName = "save_" + name.toLatin1();
    auto* save = named(new QToolButton, buttonName.constData(), tr("Save this chart: %1").arg(title));
    save->setIcon(icon(QStringLiteral("download")));
    save->setToolTip(tr("Save this chart as a picture or a table"));
    save->setAutoRaise(true);
    save->setFocusPolicy(Qt::StrongFocus);
    head->addWidget(save);
    column->addLayout(head);
    column->addWidget(m_chart, 1);
    connect(save, &QToolButton::clicked, this, [this, name] { Q_EMIT saveWanted(name, *m_chart); });
}

void ChartPanel::setTitle(const QString& title) {
    m_title->setText(title);
}

} // namespace nidus::ui
