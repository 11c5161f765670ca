// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/error_text.h"

#include "core/base/error.h"
#include "ui/common/qt_convert.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

#include <array>
#include <cmath>

namespace nidus::ui {
namespace {

struct Words {
    const char* key;
    const char* text;
};

// An exact code first, else the family before the dash.
constexpr std::array kHeadlines{
    Words{"PRJ-003", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "There is no project here")},
    Words{"PRJ-004", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "This project was made by a newer version of Nidus")},
    Words{"PRJ-005", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "This project is damaged")},
    Words{"PRJ-006", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "Another program is working on this project")},
    Words{"PRJ-020", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "No pretrained model has been chosen")},
    Words{"PRJ-021", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "This is another project")},
    Words{"TRN-005", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "There are not enough labelled cases to train on")},
    Words{"TRN-006", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "There is nothing to resume")},
    Words{"TRN-007", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The data changed since this run began")},
    Words{"TRN-009", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "This run has no results")},
    Words{"TRN-010", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The numbers of the training went out of range")},
    Words{"TRN-026", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The recipe mirrors images")},
    Words{"TRN-050", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The label follows the foreground volume")},
    Words{"TRN-051",
          QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The classifier is not clearly better than volume alone")},
    Words{"TRN-052", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The classifier hardly learned")},
    Words{"TRN-053", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The way of scanning goes with the label")},
    Words{"TRN-054", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The result may be chance")},
    Words{"TRN-055", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "Memory is short; fewer patches are computed at once")},
    Words{"TRN-056", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "A class is never predicted")},
    Words{"TRN-057", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The probe beats fine-tuning")},
    Words{"STA-013", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "A class has too few patients")},
    Words{"STA-015", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "Some patients have several cases")},
    Words{"FIL-004", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The disk is full")},
    Words{"DEV-001", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The chosen device is not there")},
    Words{"DEV-002", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "There is not enough memory")},
    Words{"BAS-901", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "There is not enough memory")},
    Words{"ENG-008", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The numbers of the network went out of range")},
    Words{"ENG", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The compute library cannot be used")},
    Words{"PRJ", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The project cannot be used")},
    Words{"MDL", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The pretrained model cannot be used")},
    Words{"CKP", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The pretrained model cannot be read")},
    Words{"PLN", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The plans of the model cannot be read")},
    Words{"TRN", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "Training cannot go on")},
    Words{"DCM", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "A scan cannot be read")},
    Words{"IMG", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "A scan cannot be used")},
    Words{"CSV", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The table cannot be read")},
    Words{"XLS", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The workbook cannot be read")},
    Words{"LBL", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The labels do not fit the cases")},
    Words{"FIL", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "A file cannot be read or written")},
    Words{"STA", QT_TRANSLATE_NOOP("nidus::ui::ErrorText", "The results cannot be computed")},
};

} // namespace

QString errorHeadline(const QString& code) {
    const QString family = code.section(QLatin1Char('-'), 0, 0);
    for (const QString& key : {code, family})
        for (const Words& words : kHeadlines)
            if (key == QLatin1String(words.key))
                return QCoreApplication::translate("nidus::ui::ErrorText", words.text);
    return QCoreApplication::translate("nidus::ui::ErrorText", "Something went wrong");
}

QString noteText(const Problem& problem) {
    //: The engine speaks English: a translation should put {headline}, which is translated, before its {sentence}.
    QString line = QCoreApplication::translate("nidus::ui::ErrorText", "\u26a0 {sentence}");
    line.replace(QLatin1String("{headline}"), errorHeadline(toQt(problem.code)));
    return line.replace(QLatin1String("{sentence}"), toQt(problem.text));
}

QString stageText(const QString& stage) {
    struct Pattern {
        QRegularExpression expression;
        const char* text;
    };
    static const std::array patterns{
        Pattern{QRegularExpression(QStringLiteral("^Training: epoch (\\d+) of (\\d+)$")),
                QT_TRANSLATE_NOOP("nidus::ui::StageText", "Adapting the model: epoch %1 of %2")},
        Pattern{QRegularExpression(QStringLiteral("^fold_(\\d+): probe$")),
                QT_TRANSLATE_NOOP("nidus::ui::StageText", "Fold %1: learning the decision on the model as pretrained")},
        Pattern{QRegularExpression(QStringLiteral("^fold_(\\d+): test cases$")),
                QT_TRANSLATE_NOOP("nidus::ui::StageText", "Fold %1: predicting the cases held back")},
        Pattern{QRegularExpression(QStringLiteral("^Network: case (\\d+) of (\\d+)$")),
                QT_TRANSLATE_NOOP("nidus::ui::StageText", "The model looks at case %1 of %2")},
        Pattern{QRegularExpression(QStringLiteral("^Looking at file (\\d+) of (\\d+)$")),
                QT_TRANSLATE_NOOP("nidus::ui::StageText", "File %1 of %2")},
        Pattern{QRegularExpression(QStringLiteral("^Preparing case (\\d+) of (\\d+)$")),
                QT_TRANSLATE_NOOP("nidus::ui::StageText", "Preparing case %1 of %2")},
    };
    for (const Pattern& pattern : patterns)
        if (const auto match = pattern.expression.match(stage); match.hasMatch()) {
            QString text = QCoreApplication::translate("nidus::ui::StageText", pattern.text);
            for (int i = 1; i <= match.lastCapturedIndex(); ++i)
                text = text.arg(match.captured(i));
            return text;
        }
    return stage;
}

int foldOf(const QString& fit) {
    static const QRegularExpression pattern(QStringLiteral("^fold_(\\d+)(/|$)"));
    const QRegularExpressionMatch match = pattern.match(fit);
    return match.hasMatch() ? match.captured(1).toInt() : -1;
}

QString fitText(const QString& fit) {
    static const QRegularExpression inner(QStringLiteral("^fold_(\\d+)/inner_(\\d+)$"));
    static const QRegularExpression refit(QStringLiteral("^fold_(\\d+)/refit$"));
    if (const auto match = inner.match(fit); match.hasMatch())
        return QCoreApplication::translate("nidus::ui::StageText", "Fold %1: choosing how long to train, part %2")
            .arg(match.captured(1))
            .arg(match.captured(2).toInt() + 1);
    if (const auto match = refit.match(fit); match.hasMatch())
        return QCoreApplication::translate("nidus::ui::StageText", "Fold %1: final training").arg(match.captured(1));
    return fit;
}

QString durationText(double seconds) {
    const auto total = static_cast<qint64>(std::llround(seconds));
    if (total < 60)
        return QCoreApplication::translate("nidus::ui::StageText", "%1 s").arg(total);
    if (total < 3600)
        return QCoreApplication::translate("nidus::ui::StageText", "%1 min %2 s")
            .arg(total / 60)
            .arg(total % 60, 2, 10, QLatin1Char('0'));
    return QCoreApplication::translate("nidus::ui::StageText", "%1 h %2 min")
        .arg(total / 3600)
        .arg(total % 3600 / 60, 2, 10, QLatin1Char('0'));
}

QString momentText(const QString& utc) {
    QDateTime moment = QDateTime::fromString(utc, Qt::ISODate);
    if (!moment.isValid())
        return utc;
    moment.setTimeSpec(Qt::UTC);
    return QLocale().toString(moment.toLocalTime(), QLocale::ShortFormat);
}

} // namespace nidus::ui
