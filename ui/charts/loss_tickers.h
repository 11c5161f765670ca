// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

#include <qcustomplot.h>

namespace nidus::ui {

/// Whole numbers only: epochs are counted.
class EpochTicker final : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override {
        return std::max(1.0, std::ceil(cleanMantissa(range.size() / 8.0)));
    }
    int getSubTickCount(double) override { return 0; }
};

/// A rate in as few digits as tell it: 1e-4.
class RateTicker final : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override { return std::max(range.size() / 1.1, 1e-12); }
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return tick == 0 ? QStringLiteral("0")
                         : QString::number(tick, 'g', 2).replace(QLatin1String("e-0"), QLatin1String("e-"));
    }
};

} // namespace nidus::ui
