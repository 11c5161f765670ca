// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/fold_chips.h"

#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace nidus::ui {
namespace {

constexpr int kIcon = 14, kGap = 6, kInset = 8;

QString stateText(TrainingViewModel::FoldState state) {
    switch (state) {
    case TrainingViewModel::FoldState::Running:
        return FoldChips::tr("running");
    case TrainingViewModel::FoldState::Done:
        return FoldChips::tr("done");
    case TrainingViewModel::FoldState::Waiting:
        break;
    }
    return FoldChips::tr("waiting");
}

QIcon stateIcon(TrainingViewModel::FoldState state) {
    switch (state) {
    case TrainingViewModel::FoldState::Running:
        return icon(QStringLiteral("play"), Tint::Accent);
    case TrainingViewModel::FoldState::Done:
        return icon(QStringLiteral("circle-check"), Tint::Good);
    case TrainingViewModel::FoldState::Waiting:
        break;
    }
    return icon(QStringLiteral("clock"), Tint::Faint);
}

} // namespace

FoldChips::FoldChips(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("The cases are divided into folds. Each fold is predicted by a model that never saw its cases."));
}

void FoldChips::setFolds(const std::vector<TrainingViewModel::Fold>& folds) {
    m_folds = folds;
    QStringList texts;
    for (const auto& fold : folds)
        texts << tr("Fold %1: %2").arg(fold.number).arg(stateText(fold.state));
    setAccessibleName(texts.join(QStringLiteral(", ")));
    setVisible(!folds.empty());
    updateGeometry();
    update();
}

QSize FoldChips::sizeHint() const {
    return {400, fontMetrics().height() + 2 * kGap};
}

void FoldChips::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& c = colours(palette());
    double x = 0.5;
    for (const auto& fold : m_folds) {
        const bool isRunning = fold.state == TrainingViewModel::FoldState::Running;
        const QString full = tr("Fold %1: %2").arg(fold.number).arg(stateText(fold.state));
        // Only the running fold spells its state out where there are many.
        const QString text = isRunning || m_folds.size() <= 5 ? full : tr("Fold %1").arg(fold.number);
        const int textWidth = fontMetrics().horizontalAdvance(text);
        const QRectF chip(x, 0.5, kInset + kIcon + kGap + textWidth + kInset, height() - 1.0);
        if (chip.right() > width())
            break;
        painter.setPen(isRunning ? c.accent : c.line);
        painter.setBrush(c.card);
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2);
        const QRect iconRect(static_cast<int>(x) + kInset, (height() - kIcon) / 2, kIcon, kIcon);
        stateIcon(fold.state).paint(&painter, iconRect);
        painter.setPen(fold.state == TrainingViewModel::FoldState::Waiting ? c.faintText
                                                                           : palette().color(QPalette::WindowText));
        painter.drawText(chip.adjusted(kInset + kIcon + kGap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
        x = chip.right() + kGap;
    }
}

} // namespace nidus::ui
