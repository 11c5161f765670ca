// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/commentary.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace nidus::ui {
namespace {

constexpr std::size_t kWindow = 5, kFewest = 3;
constexpr double kRise = 0.02, kStill = 0.01;

struct Translate {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::Commentary)
};

/// Loss on the cases and on the held-back ones, epoch by epoch, where both are known.
struct Epochs {
    std::vector<int> number; ///< from 1
    std::vector<double> training, held;
};

Epochs epochsOf(const FitCurves& curves) {
    Epochs epochs;
    for (const auto& [number, point] : curves.epochs())
        if (point.validationLoss) {
            epochs.number.push_back(number + 1);
            epochs.training.push_back(point.trainingLoss);
            epochs.held.push_back(*point.validationLoss);
        }
    return epochs;
}

bool isStill(const std::vector<double>& values) {
    const auto [low, high] = std::minmax_element(values.end() - static_cast<std::ptrdiff_t>(kWindow), values.end());
    return *high - *low <= kStill * std::max(std::abs(*high), 1e-6);
}

} // namespace

QStringList commentary(const FitCurves& curves) {
    QStringList sentences;
    const Epochs e = epochsOf(curves);
    if (e.held.empty()) {
        if (!curves.epochs().empty())
            sentences << Translate::tr("This fit learns from all training cases of the fold; none is held back.");
        return sentences;
    }
    const QLocale locale;
    const auto best = static_cast<std::size_t>(std::ranges::min_element(e.held) - e.held.begin());
    sentences << Translate::tr("Best so far: epoch %1, with a loss of %2 on the held-back cases.")
                     .arg(e.number[best])
                     .arg(locale.toString(e.held[best], 'f', 3));
    if (e.held.size() >= kFewest) {
        const std::size_t last = std::min(kWindow, e.held.size() - 1);
        int better = 0;
        for (std::size_t i = e.held.size() - last; i < e.held.size(); ++i)
            better += e.held[i] < e.held[i - 1] ? 1 : 0;
        sentences << Translate::tr("The held-back cases got better in %1 of the last %2 epochs.").arg(better).arg(last);
    }
    const bool isOverfitting = e.held.size() - best > kFewest && e.held.back() > e.held[best] * (1 + kRise)
                               && e.training.back() < e.training[best];
    if (isOverfitting)
        sentences << Translate::tr("Training loss still falls, but on the held-back cases it has risen since epoch %1: "
                                   "over-fitting is likely. The number of epochs is chosen where it was lowest.")
                         .arg(e.number[best]);
    else if (e.held.size() >= kWindow && isStill(e.held) && isStill(e.training))
        sentences << Translate::tr("Neither loss has moved in the last %1 epochs.").arg(kWindow);
    return sentences;
}

} // namespace nidus::ui
