// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_words.h"

#include "core/statistics/proportion.h"
#include "core/statistics/roc.h"
#include "ui/common/qt_convert.h"

#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace nidus::ui {
namespace {

struct Words {
    const char* key;
    const char* text;
};

constexpr std::array kReasons{
    Words{"TRN-020", QT_TRANSLATE_NOOP("nidus::ui::Report", "no label")},
    Words{"TRN-021", QT_TRANSLATE_NOOP("nidus::ui::Report", "could not be prepared")},
    Words{"excluded", QT_TRANSLATE_NOOP("nidus::ui::Report", "excluded by the user")},
    Words{"added later", QT_TRANSLATE_NOOP("nidus::ui::Report", "added after this run began")},
    Words{"DCM-002", QT_TRANSLATE_NOOP("nidus::ui::Report", "file damaged")},
    Words{"DCM-010", QT_TRANSLATE_NOOP("nidus::ui::Report", "too few slices")},
    Words{"DCM-011", QT_TRANSLATE_NOOP("nidus::ui::Report", "slices missing or uneven")},
    Words{"DCM-013", QT_TRANSLATE_NOOP("nidus::ui::Report", "mixed orientation or size")},
    Words{"DCM-014", QT_TRANSLATE_NOOP("nidus::ui::Report", "localizer, derived or secondary image")},
    Words{"DCM-015", QT_TRANSLATE_NOOP("nidus::ui::Report", "gantry tilt")},
    Words{"DCM-016", QT_TRANSLATE_NOOP("nidus::ui::Report", "several time points")},
    Words{"DCM-017", QT_TRANSLATE_NOOP("nidus::ui::Report", "no spacing or position")},
    Words{"DCM-018", QT_TRANSLATE_NOOP("nidus::ui::Report", "CT without rescale values")},
    Words{"DCM-019", QT_TRANSLATE_NOOP("nidus::ui::Report", "colour image")},
    Words{"DCM-020", QT_TRANSLATE_NOOP("nidus::ui::Report", "text burned into the image")},
    Words{"DCM-021", QT_TRANSLATE_NOOP("nidus::ui::Report", "lossy compression")},
    Words{"DCM-030", QT_TRANSLATE_NOOP("nidus::ui::Report", "same image as another case")},
};

const std::array kMethods{
    Words{kDeLongMethod, QT_TRANSLATE_NOOP("nidus::ui::Report", "DeLong, logit scale")},
    Words{kInfluenceMethod, QT_TRANSLATE_NOOP("nidus::ui::Report", "influence function, logit scale")},
    Words{kExactMethod, QT_TRANSLATE_NOOP("nidus::ui::Report", "exact, Clopper-Pearson over disjoint pairs")},
    Words{"patient bootstrap, percentile", QT_TRANSLATE_NOOP("nidus::ui::Report", "patient bootstrap, percentile")},
    Words{kClopperPearsonMethod, QT_TRANSLATE_NOOP("nidus::ui::Report", "exact, Clopper-Pearson")},
};

template <class Table>
QString translated(const Table& table, const std::string& key) {
    for (const Words& words : table)
        if (key == words.key)
            return Report::tr(words.text);
    return toQt(key);
}

} // namespace

QString reportLanguage() {
    //: The language of this translation as HTML has it, for example "zh-CN".
    return Report::tr("en");
}

QString numberText(double value, int decimals) {
    return std::isfinite(value) ? QString::number(value, 'f', decimals) : QStringLiteral("–");
}

QString numberText(const std::optional<double>& value) {
    return value ? numberText(*value) : QStringLiteral("–");
}

QString intervalText(const Estimate& estimate) {
    return std::isfinite(estimate.low) && std::isfinite(estimate.high)
               ? Report::tr("%1 to %2").arg(numberText(estimate.low), numberText(estimate.high))
               : QStringLiteral("–");
}

QString estimateText(const std::optional<Estimate>& estimate) {
    if (!estimate || !std::isfinite(estimate->value))
        return QStringLiteral("–");
    if (!std::isfinite(estimate->low) || !std::isfinite(estimate->high))
        return numberText(estimate->value);
    return Report::tr("%1 (%2 to %3)")
        .arg(numberText(estimate->value), numberText(estimate->low), numberText(estimate->high));
}

QString methodText(const Estimate& estimate) {
    return translated(kMethods, estimate.method);
}

QString shareText(int part, int whole) {
    if (whole == 0)
        return QString::number(part);
    return QStringLiteral("%1 (%2 %)").arg(part).arg(QString::number(100.0 * part / whole, 'f', 0));
}

QString rangeText(double low, double high, int decimals) {
    const QString from = numberText(low, decimals), to = numberText(high, decimals);
    return from == to ? from : Report::tr("%1 to %2").arg(from, to);
}

QString exclusionText(const std::string& code) {
    return translated(kReasons, code);
}

QString keptText(const std::string& kept) {
    return kept == "probe" ? Report::tr("as pretrained") : Report::tr("adapted");
}

bool isHoldOut(const RunDossier& dossier) {
    return dossier.result.neverTested > 0;
}

int testedClasses(const RunDossier& dossier) {
    std::set<int> labels;
    for (const Prediction& prediction : dossier.result.predictions)
        if (prediction.label >= 0)
            labels.insert(prediction.label);
    return static_cast<int>(labels.size());
}

} // namespace nidus::ui
