// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/qt_convert.h"
#include "ui/report/report_charts.h"
#include "ui/report/report_sections.h"
#include "ui/report/report_words.h"
#include "ui/training/preset_picker.h"

#include <algorithm>

namespace nidus::ui {
namespace {

QString normalisationText(NormalizationScheme scheme) {
    switch (scheme) {
    case NormalizationScheme::ZScore:
        return Report::tr("z-score of each image");
    case NormalizationScheme::Ct:
        return Report::tr("CT: clipped and scaled by the intensities of the model's own training data");
    case NormalizationScheme::None:
        return Report::tr("none");
    case NormalizationScheme::RescaleTo01:
        return Report::tr("rescaled to 0 to 1");
    case NormalizationScheme::RgbTo01:
        break;
    }
    return Report::tr("RGB, divided by 255");
}

QString frameText(InputFrame frame) {
    switch (frame) {
    case InputFrame::Plan:
        return Report::tr("as the model's own reader has it");
    case InputFrame::Stored:
        return Report::tr("as stored");
    case InputFrame::Ras:
    case InputFrame::Lps:
        break;
    }
    return QString::fromLatin1(inputFrameName(frame)).toUpper();
}

template <class Values>
QString timesText(const Values& values) {
    QStringList parts;
    for (const auto value : values)
        parts << QString::number(value);
    return parts.join(QStringLiteral(" × "));
}

QString spacingText(const Configuration& configuration) {
    QStringList parts;
    for (const auto& mm : configuration.spacing)
        parts << (mm ? numberText(*mm, 2) : Report::tr("as the image"));
    return parts.join(QStringLiteral(" × "));
}

QString channelText(const PretrainedModel& model) {
    QStringList parts;
    for (std::size_t i = 0; i < model.configuration.normalization.size(); ++i) {
        const QString name =
            i < model.dataset.channelNames.size() ? toQt(model.dataset.channelNames[i]) : QString::number(i);
        parts << QStringLiteral("%1: %2").arg(name, normalisationText(model.configuration.normalization[i]));
    }
    return parts.join(QStringLiteral("; "));
}

QString architectureText(const EncoderArchitecture& a) {
    const QString kind =
        a.encoderClass == EncoderClass::PlainConv ? Report::tr("plain convolutions") : Report::tr("residual blocks");
    return Report::tr("%1-D, %2, %3 stages with %4 features")
        .arg(QString::number(a.dimension), kind, QString::number(a.featuresPerStage.size()),
             timesText(a.featuresPerStage).replace(QStringLiteral(" × "), QStringLiteral(", ")));
}

void addModelRows(ReportTable& table, const PretrainedModel& model) {
    const auto row = [&table](const QString& name, const QString& value) {
        if (!value.isEmpty())
            table.rows.push_back({name, value});
    };
    row(Report::tr("Kind"), toQt(model.kind));
    row(Report::tr("Trained on"), toQt(model.plans.datasetName));
    row(Report::tr("Trainer"), toQt(model.trainer));
    row(Report::tr("Configuration"), toQt(model.configuration.name));
    if (model.epochsTrained > 0)
        row(Report::tr("Epochs of pretraining"), QString::number(model.epochsTrained));
    row(Report::tr("Encoder"), architectureText(model.architecture));
    row(Report::tr("Parameters of the encoder"),
        Report::tr("%1 million").arg(static_cast<double>(parameterCount(model.architecture)) / 1e6, 0, 'f', 2));
    row(Report::tr("Channels and normalisation"), channelText(model));
    row(Report::tr("Resampled to, mm"), spacingText(model.configuration));
}

QString phasesText(const Recipe& recipe) {
    QStringList parts;
    for (const UnfreezePhase& phase : recipe.phases)
        parts << (phase.openStages == 0
                      ? Report::tr("%1 epochs of the decision layer alone").arg(phase.epochs)
                      : Report::tr("%1 epochs with the deepest %n stage(s) open", nullptr, phase.openStages)
                            .arg(phase.epochs));
    return parts.isEmpty() ? Report::tr("none: only the decision layer was learned") : parts.join(QStringLiteral(", "));
}

QString keepText(Keep keep) {
    switch (keep) {
    case Keep::Best:
        return Report::tr("adapted weights only where they are better by one standard error on inner folds");
    case Keep::Probe:
        return Report::tr("always the model as pretrained");
    case Keep::Finetuned:
        break;
    }
    return Report::tr("always the adapted weights");
}

ReportTable recipeTable(const Recipe& r) {
    ReportTable table{Report::tr("Settings"), {}, {}};
    const auto row = [&table](const QString& name, const QString& value) { table.rows.push_back({name, value}); };
    const auto plain = [](double value) { return QString::number(value, 'g', 6); };
    row(Report::tr("Preset"), presetTitle(r.preset));
    row(Report::tr("Weights at the start"), r.pretrained ? Report::tr("pretrained") : Report::tr("random"));
    row(Report::tr("Pooling of the features"), r.head == HeadKind::Auto ? Report::tr("chosen within the training cases")
                                                                        : QString::fromLatin1(headKindName(r.head)));
    row(Report::tr("Decision layer"),
        r.probe ? Report::tr("logistic regression on the features as pretrained") : Report::tr("starts at zero"));
    row(Report::tr("Adapting"), phasesText(r));
    if (!r.phases.empty()) {
        row(Report::tr("Optimizer"), r.optimizer == Optimizer::AdamW
                                         ? QStringLiteral("AdamW")
                                         : Report::tr("SGD, Nesterov momentum %1").arg(plain(r.momentum)));
        row(Report::tr("Learning rate"),
            Report::tr("decision layer %1, encoder %2, each shallower stage × %3; %4")
                .arg(plain(r.headLearningRate), plain(r.encoderLearningRate), plain(r.layerDecay),
                     r.schedule == RateSchedule::Cosine ? Report::tr("cosine") : Report::tr("polynomial")));
        row(Report::tr("Weight decay, dropout, label smoothing"),
            QStringList{plain(r.weightDecay), plain(r.dropout), plain(r.labelSmoothing)}.join(QStringLiteral(", ")));
        row(Report::tr("Cases per step"), QString::number(casesPerStep(r)));
        row(Report::tr("Augmentation"), !r.augmentation.enabled              ? Report::tr("none")
                                        : r.augmentation.zoomProbability > 0 ? Report::tr("nnU-Net's, with zoom")
                                                                             : Report::tr("nnU-Net's, without zoom"));
        row(Report::tr("What is kept"), keepText(r.keep));
    }
    row(Report::tr("Models per fold"), QString::number(r.members));
    row(Report::tr("Inner folds"), QString::number(r.innerFolds));
    return table;
}

ReportTable foldTable(const RunDossier& dossier) {
    ReportTable table{Report::tr("What each fold kept"),
                      {Report::tr("Fold"), Report::tr("Kept"), Report::tr("Epochs"),
                       Report::tr("Inner log-loss as pretrained"), Report::tr("Adapted"), Report::tr("Standard error"),
                       Report::tr("Temperature")},
                      {}};
    for (const FoldRecord& fold : dossier.folds) {
        const auto best =
            fold.inner && fold.inner->bestEpochs > 0
                ? std::optional(fold.inner->tunedLogLoss.at(static_cast<std::size_t>(fold.inner->bestEpochs - 1)))
                : std::nullopt;
        const auto temperature = fold.temperature.find(fold.kept);
        table.rows.push_back(
            {QString::number(fold.fold), keptText(fold.kept), QString::number(fold.epochs),
             numberText(fold.probeInnerLogLoss), numberText(best),
             fold.inner ? numberText(fold.inner->standardError) : QStringLiteral("–"),
             temperature == fold.temperature.end() ? QStringLiteral("–") : numberText(temperature->second, 2)});
    }
    return table;
}

} // namespace

ReportSection modelSection(const RunDossier& dossier) {
    ReportSection section{QStringLiteral("model"), Report::tr("Model and preprocessing"), {}};
    section.blocks.push_back(ReportParagraph{Report::tr(
        "The encoder of a pretrained nnU-Net sees each image after nnU-Net's own preprocessing: axes brought "
        "to one order, cropped to what is not zero, normalised, resampled. Its decoder is not used.")});
    ReportTable table{Report::tr("Pretrained model"), {}, {}};
    if (dossier.model)
        addModelRows(table, *dossier.model);
    else
        section.blocks.push_back(
            ReportNote{Severity::Warning, Report::tr("The folder of the pretrained model cannot be read any more.")});
    table.rows.push_back({Report::tr("Order of the axes"), frameText(dossier.job.frame)});
    table.rows.push_back({Report::tr("Patch, voxels"), timesText(dossier.job.patch)});
    section.blocks.push_back(table);
    return section;
}

ReportSection trainingSection(const RunDossier& dossier) {
    ReportSection section{QStringLiteral("training"), Report::tr("Training"), {}};
    section.blocks.push_back(recipeTable(dossier.job.recipe));
    section.blocks.push_back(foldTable(dossier));
    if (const auto figure = lossFigure(dossier))
        section.blocks.push_back(ReportFigures{{*figure}});
    else
        section.blocks.push_back(ReportParagraph{
            Report::tr("There is no loss curve: the decision layer is fitted to its optimum, not trained in epochs.")});
    return section;
}

} // namespace nidus::ui
