// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/model_text.h"

#include "ui/common/qt_convert.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace nidus::ui {
namespace {

class Text {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::ModelText)
};

template <class Values, class Format>
QString joined(const Values& values, const QString& separator, const Format& format) {
    QStringList parts;
    for (const auto& value : values)
        parts << format(value);
    return parts.join(separator);
}

const QString kTimes = QStringLiteral(" × ");

QString numbers(const std::vector<std::int64_t>& values) {
    return joined(values, kTimes, [](std::int64_t value) { return QString::number(value); });
}

/// Without the axes of which nothing is known.
QString voxels(const std::array<std::int64_t, 3>& size) {
    std::vector<std::int64_t> known;
    for (const std::int64_t each : size)
        if (each > 0)
            known.push_back(each);
    return numbers(known);
}

QString millimetres(const std::array<double, 3>& spacing) {
    QStringList parts;
    for (const double each : spacing)
        parts << (each > 0 ? QLocale().toString(each, 'g', 3) : Text::tr("any"));
    return parts.join(kTimes);
}

QString normalisationText(NormalizationScheme scheme) {
    switch (scheme) {
    case NormalizationScheme::ZScore:
        return Text::tr("by mean and spread of each scan");
    case NormalizationScheme::Ct:
        return Text::tr("Hounsfield units, as in the model's own scans (CT)");
    case NormalizationScheme::None:
        return Text::tr("none");
    case NormalizationScheme::RescaleTo01:
        return Text::tr("to the range 0 to 1");
    case NormalizationScheme::RgbTo01:
        return Text::tr("colours, to the range 0 to 1");
    }
    return {};
}

CheckLine channelsLine(const ModelFit& fit) {
    return {QStringLiteral("MOD-004"), fit.channelsVerdict,
            fit.channelsVerdict == Severity::Info
                ? Text::tr("%n image(s) per case, as the model needs.", nullptr, fit.channels)
                : Text::tr("The model needs %n image(s) per case; the cases have %1.", nullptr, fit.wantedChannels)
                      .arg(fit.channels)};
}

CheckLine modalityLine(const ModelFit& fit) {
    const QString modality = toQt(fit.modality);
    QString text;
    if (fit.modality.empty())
        text = fit.isForCt ? Text::tr("The model is for CT. The files do not say what they are.")
                           : Text::tr("The files do not say what kind of scan they are.");
    else if (fit.modalityVerdict == Severity::Info)
        text = fit.isForCt ? Text::tr("The scans are CT, as the model's own were.")
                           : Text::tr("The scans are %1; the model scales each scan by itself.").arg(modality);
    else if (fit.isForCt)
        text = Text::tr("The model is for CT and counts on Hounsfield units, but the scans are %1.").arg(modality);
    else
        text = Text::tr("The scans are CT; the model scales each scan by itself and does not use Hounsfield units.");
    return {QStringLiteral("MOD-001"), fit.modalityVerdict, text};
}

CheckLine spacingLine(const ModelFit& fit) {
    const QString own = millimetres(fit.spacing), wanted = millimetres(fit.wantedSpacing);
    return {QStringLiteral("MOD-002"), fit.spacingVerdict,
            fit.spacingVerdict == Severity::Info
                ? Text::tr("Voxels of %1 mm are brought to %2 mm.").arg(own, wanted)
                : Text::tr("Voxels of %1 mm are brought to %2 mm, a factor of %3: detail is made up or lost.")
                      .arg(own, wanted, QLocale().toString(fit.spacingRatio, 'f', 1))};
}

CheckLine sizeLine(const ModelFit& fit) {
    const QString size = voxels(fit.size), patch = voxels(fit.patch);
    return {QStringLiteral("MOD-003"), fit.sizeVerdict,
            fit.sizeVerdict == Severity::Info
                ? Text::tr("A scan becomes %1 voxels; the model learned on %2.").arg(size, patch)
                : Text::tr("A scan becomes %1 voxels, but the model learned on %2: it sees far more, or far less, of "
                           "the body at once.")
                      .arg(size, patch)};
}

} // namespace

std::vector<CheckLine> checkLines(const ModelFit& fit) {
    std::vector<CheckLine> lines{channelsLine(fit), modalityLine(fit)};
    if (fit.spacing[0] > 0) {
        lines.push_back(spacingLine(fit));
        lines.push_back(sizeLine(fit));
    }
    return lines;
}

std::vector<std::pair<QString, QString>> modelRows(const PretrainedModel& model) {
    const QString comma = Text::tr(", ");
    const auto text = [](const std::string& value) { return toQt(value); };
    const EncoderArchitecture& net = model.architecture;
    std::vector<std::pair<QString, QString>> rows;
    const auto add = [&rows](const QString& name, const QString& value) {
        if (!value.isEmpty())
            rows.emplace_back(name, value);
    };
    add(Text::tr("Trained on"), toQt(model.plans.datasetName));
    add(Text::tr("Kind of file"), toQt(model.kind));
    add(Text::tr("Trainer"), toQt(model.trainer));
    add(Text::tr("Configuration and fold"), joined(std::vector{model.configuration.name, model.fold}, comma, text));
    if (model.epochsTrained > 0)
        add(Text::tr("Epochs trained"), QLocale().toString(model.epochsTrained));
    add(Text::tr("Images per case"), joined(model.dataset.channelNames, comma, text));
    add(Text::tr("Brightness"), joined(model.configuration.normalization, comma, normalisationText));
    add(Text::tr("Voxels"), Text::tr("%1 mm").arg(joined(model.configuration.spacing, kTimes, [](const auto& mm) {
        return mm ? QLocale().toString(*mm, 'g', 3) : Text::tr("any");
    })));
    add(Text::tr("Sees at once"), Text::tr("%1 voxels").arg(numbers(model.configuration.patchSize)));
    add(Text::tr("Encoder"),
        Text::tr("%1, %n stage(s), %2 million weights", nullptr, static_cast<int>(net.featuresPerStage.size()))
            .arg(net.encoderClass == EncoderClass::ResidualEncoder ? Text::tr("residual") : Text::tr("plain"),
                 QLocale().toString(static_cast<double>(parameterCount(net)) / 1e6, 'f', 1)));
    add(Text::tr("Features of the stages"),
        joined(net.featuresPerStage, comma, [](std::int64_t value) { return QString::number(value); }));
    QStringList labels;
    for (const auto& [name, values] : model.dataset.labels)
        if (name != "background")
            labels << toQt(name);
    add(Text::tr("Labels of its own task"), labels.join(comma));
    const LoadReport& report = model.report;
    add(Text::tr("Weights"), Text::tr("%1 used, %2 adapted, %3 missing, %4 of the file not needed (decoder)")
                                 .arg(report.matched)
                                 .arg(report.adapted)
                                 .arg(report.missing)
                                 .arg(report.skipped));
    return rows;
}

} // namespace nidus::ui
