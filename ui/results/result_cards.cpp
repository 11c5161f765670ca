// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/result_cards.h"

#include "ui/common/controls.h"
#include "ui/common/qt_convert.h"
#include "ui/results/figure_text.h"

#include <QCoreApplication>
#include <QGridLayout>

#include <algorithm>
#include <cmath>
#include <map>

namespace nidus::ui {
namespace {

constexpr double kWideInterval = 0.2; // an interval wider than this supports no firm conclusion
constexpr double kBaselineMargin = 0.02;

struct Translate {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::ResultCards)
};

/// Nothing where the bounds are not numbers.
QString intervalOf(const std::optional<Estimate>& estimate, int digits = 2) {
    if (!estimate || !std::isfinite(estimate->low) || !std::isfinite(estimate->high))
        return {};
    return Translate::tr("%1 to %2 (95 %)").arg(figureText(estimate->low, digits), figureText(estimate->high, digits));
}

ResultCard aucCard(const Evaluation& e) {
    ResultCard card{QStringLiteral("auc"), Translate::tr("AUC"), {}, {}, {}, {}};
    const QString cases = Translate::tr("%n case(s), none judged by a model that had seen it.", nullptr, e.n);
    if (!e.auc) {
        card.value = QStringLiteral("–");
        card.detail = cases;
        card.caution = Translate::tr("Not defined: the tested cases are all of one class.");
        return card;
    }
    card.value = figureText(e.auc->value);
    card.interval = intervalOf(e.auc);
    const QString pooled = e.aucPooled && e.foldAuc.size() > 1
                               ? Translate::tr("All folds pooled: %1.").arg(figureText(e.aucPooled->value))
                               : QString();
    card.detail = pooled.isEmpty() ? cases : QStringLiteral("%1 %2").arg(pooled, cases);
    if (e.auc->high - e.auc->low > kWideInterval)
        card.caution = Translate::tr("Too few cases for a firm conclusion.");
    return card;
}

ResultCard lossCard(const RunResult& result) {
    const double base = frequencyLogLoss(result.predictions);
    ResultCard card{QStringLiteral("log_loss"),
                    Translate::tr("Log-loss"),
                    figureText(result.evaluation.logLoss, 3),
                    intervalOf(result.evaluation.logLossInterval, 3),
                    Translate::tr("How far the probabilities are off; lower is better. Always answering with the "
                                  "class frequencies gives %1.")
                        .arg(figureText(base, 3)),
                    {}};
    if (result.evaluation.logLoss >= base)
        card.caution = Translate::tr("No better than the class frequencies.");
    return card;
}

ResultCard accuracyCard(const Evaluation& e) {
    const double guess = e.classes.empty() ? 0 : 1.0 / static_cast<double>(e.classes.size());
    return {QStringLiteral("balanced_accuracy"),
            Translate::tr("Balanced accuracy"),
            figureText(e.balancedAccuracy),
            intervalOf(e.balancedAccuracyInterval),
            Translate::tr("Share of right answers, each class counting the same. Guessing gives %1.")
                .arg(figureText(guess)),
            {}};
}

ResultCard baselineCard(const Evaluation& e) {
    const auto at = [&e](const char* key) -> std::optional<double> {
        const auto found = e.baselines.find(key);
        return found == e.baselines.end() ? std::nullopt : found->second;
    };
    const auto words = [](const std::optional<double>& auc) { return auc ? figureText(*auc) : QStringLiteral("–"); };
    const auto volume = at("volume_auc"), intensity = at("mean_intensity_auc");
    ResultCard card{QStringLiteral("baselines"),
                    Translate::tr("Simple measurements"),
                    QStringLiteral("%1 / %2").arg(words(volume), words(intensity)),
                    {},
                    Translate::tr("AUC that the volume alone and the mean intensity alone would reach. A useful result "
                                  "has to beat them."),
                    {}};
    const double best = std::max(volume.value_or(0), intensity.value_or(0));
    if (e.auc && best > e.auc->value - kBaselineMargin)
        card.caution = Translate::tr("The model does hardly better than a simple measurement.");
    return card;
}

ResultCard keptCard(const RunResult& result) {
    const auto adapted = std::count(result.kept.begin(), result.kept.end(), "finetuned");
    const auto folds = static_cast<int>(result.kept.size());
    ResultCard card{QStringLiteral("kept"), Translate::tr("Model that is kept"), {}, {}, {}, {}};
    if (adapted == 0) {
        card.value = Translate::tr("As pretrained");
        card.detail = result.finetuned
                          ? Translate::tr("Adapting it did not do better on the cases held back, in any of %n fold(s).",
                                          nullptr, folds)
                          : Translate::tr("Only the last decision was learned, in each of %n fold(s).", nullptr, folds);
        return card;
    }
    card.value = adapted == folds ? Translate::tr("Adapted") : Translate::tr("Adapted in part");
    card.detail = Translate::tr("The adapted model is kept in %1 of %2 folds.").arg(adapted).arg(folds);
    if (adapted < folds)
        card.detail += QLatin1Char(' ') + Translate::tr("In the others the model as pretrained did as well.");
    card.detail +=
        QLatin1Char(' ') + Translate::tr("Log-loss as pretrained: %1.").arg(figureText(result.probe.logLoss, 3));
    return card;
}

class ResultCardView final : public Card {
public:
    explicit ResultCardView(const ResultCard& card)
        : m_card(card), m_value(new TextLabel(TextRole::Title)),
          m_detail(new TextLabel(TextRole::Secondary, card.detail)),
          m_caution(new TextLabel(TextRole::Body, QStringLiteral("⚠ %1").arg(card.caution))) {
        setObjectName(QStringLiteral("card_%1").arg(card.name));
        QStringList words{card.title, card.value, card.interval, card.detail, card.caution};
        words.removeAll(QString());
        setAccessibleName(words.join(QStringLiteral(". ")));
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(14, 10, 14, 10);
        column->setSpacing(2);
        auto* title = new TextLabel(TextRole::Secondary, card.title);
        auto* interval = new TextLabel(TextRole::Secondary, card.interval);
        interval->setVisible(!card.interval.isEmpty());
        for (TextLabel* label : {title, m_value, interval, m_detail, m_caution}) {
            label->setWordWrap(true);
            column->addWidget(label);
        }
        column->addStretch(1);
    }

    void setCompact(bool isCompact) {
        const bool needsCare = !m_card.caution.isEmpty();
        m_value->setText(isCompact && needsCare ? QStringLiteral("%1 ⚠").arg(m_card.value) : m_card.value);
        m_detail->setVisible(!isCompact);
        m_caution->setVisible(!isCompact && needsCare);
        setToolTip(!isCompact  ? QString()
                   : needsCare ? QStringLiteral("%1\n%2").arg(m_card.detail, m_caution->text())
                               : m_card.detail);
    }

private:
    ResultCard m_card;
    TextLabel* m_value;
    TextLabel* m_detail;
    TextLabel* m_caution;
};

} // namespace

std::vector<ResultCard> resultCards(const RunResult& result) {
    return {aucCard(result.evaluation), lossCard(result), accuracyCard(result.evaluation),
            baselineCard(result.evaluation), keptCard(result)};
}

double frequencyLogLoss(const std::vector<Prediction>& predictions) {
    std::map<int, int> counts;
    int labelled = 0;
    for (const Prediction& prediction : predictions)
        if (prediction.label >= 0) {
            ++counts[prediction.label];
            ++labelled;
        }
    double loss = 0;
    for (const auto& [label, count] : counts) {
        const double share = static_cast<double>(count) / labelled;
        loss -= share * std::log(share);
    }
    return loss;
}

ResultCardRow::ResultCardRow(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(10);
}

void ResultCardRow::setCards(const std::vector<ResultCard>& cards) {
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int column = 0;
    for (const ResultCard& card : cards) {
        m_layout->addWidget(new ResultCardView(card), 0, column);
        m_layout->setColumnStretch(column++, 1);
    }
    applyCompact();
}

void ResultCardRow::setCompact(bool isCompact) {
    if (isCompact == m_isCompact)
        return;
    m_isCompact = isCompact;
    applyCompact();
}

void ResultCardRow::applyCompact() {
    for (int i = 0; i < m_layout->count(); ++i)
        static_cast<ResultCardView*>(m_layout->itemAt(i)->widget())->setCompact(m_isCompact);
}

} // namespace nidus::ui
