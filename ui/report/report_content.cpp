// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/report_content.h"

#include "core/base/version.h"
#include "core/imaging/input_frame.h"
#include "ui/common/qt_convert.h"
#include "ui/report/report_sections.h"
#include "ui/report/report_words.h"
#include "ui/viewer/slice_image.h"

#include <algorithm>
#include <utility>

namespace nidus::ui {
namespace {

constexpr std::size_t kMostPictures = 12, kNearMisses = 4;
constexpr int kPicturePixels = 200; // of the longer side

double ofTruth(const Prediction& p) {
    return p.probabilities.at(static_cast<std::size_t>(p.label));
}

bool isWrong(const Prediction& p) {
    return std::ranges::max(p.probabilities) > ofTruth(p);
}

/// The middle slice in the plane in which the image is sharpest.
QImage middleSlice(Volume image) {
    const Volume volume = reoriented(std::move(image), "LPS");
    Plane plane = Plane::Axial;
    for (const Plane other : {Plane::Coronal, Plane::Sagittal})
        if (spacingAlong(volume, axesOf(other).through) > spacingAlong(volume, axesOf(plane).through))
            plane = other;
    const QImage slice =
        sliceImage(volume, plane, sizeAlong(volume, axesOf(plane).through) / 2, automaticWindow(volume), false);
    const QSizeF extent = extentMm(volume, plane);
    const double scale = kPicturePixels / std::max(extent.width(), extent.height());
    return slice.scaled((extent * scale).toSize().expandedTo(QSize(1, 1)), Qt::IgnoreAspectRatio,
                        Qt::SmoothTransformation);
}

ReportPicture pictureOf(const Prediction& prediction, const RunDossier& dossier, const ReadImage& readImage) {
    const auto& classes = dossier.result.evaluation.classes;
    const auto predicted =
        static_cast<std::size_t>(std::ranges::max_element(prediction.probabilities) - prediction.probabilities.begin());
    ReportPicture picture;
    picture.title = toQt(prediction.caseId);
    picture.text = Report::tr("%1, predicted %2 (%3); fold %4")
                       .arg(toQt(classes.at(static_cast<std::size_t>(prediction.label))), toQt(classes.at(predicted)),
                            numberText(prediction.probabilities.at(predicted), 2), QString::number(prediction.fold));
    const auto hidden = dossier.notShown.find(prediction.caseId);
    if (hidden != dossier.notShown.end()) {
        picture.text += QLatin1Char('\n')
                        + Report::tr("Not shown: text may be burned into the image (%1).").arg(toQt(hidden->second));
        return picture;
    }
    try {
        picture.image = middleSlice(readImage(prediction.caseId));
    } catch (const Error& error) {
        picture.text += QLatin1Char('\n') + Report::tr("The image cannot be read (%1).").arg(toQt(error.code()));
    }
    return picture;
}

} // namespace

std::vector<Prediction> worstCases(const RunResult& result) {
    std::vector<Prediction> cases;
    std::ranges::copy_if(result.predictions, std::back_inserter(cases), [](const Prediction& p) {
        return p.label >= 0 && static_cast<std::size_t>(p.label) < p.probabilities.size();
    });
    std::ranges::stable_sort(cases, {}, ofTruth);
    std::vector<Prediction> wrong;
    std::ranges::copy_if(cases, std::back_inserter(wrong), isWrong);
    std::vector<Prediction>& chosen = wrong.empty() ? cases : wrong;
    chosen.resize(std::min(chosen.size(), wrong.empty() ? kNearMisses : kMostPictures));
    return chosen;
}

ReportDocument reportDocument(const RunDossier& dossier, const ReadImage& readImage) {
    std::vector<ReportPicture> pictures;
    for (const Prediction& prediction : worstCases(dossier.result))
        pictures.push_back(pictureOf(prediction, dossier, readImage));
    ReportDocument document;
    document.language = reportLanguage();
    document.title = Report::tr("Report of %1").arg(toQt(dossier.project));
    document.subtitle =
        Report::tr("Run %1, begun %2 (UTC)").arg(toQt(dossier.result.runId), toQt(dossier.job.created.substr(0, 10)));
    document.author = QStringLiteral("Nidus ") + QLatin1String(kVersion);
    document.notice = Report::tr("Research use only — not a medical device");
    document.sections = {summarySection(dossier),
                         dataSection(dossier),
                         splitSection(dossier),
                         modelSection(dossier),
                         trainingSection(dossier),
                         resultsSection(dossier),
                         failuresSection(dossier, pictures),
                         findingsSection(dossier),
                         limitationsSection(dossier),
                         reproducibilitySection(dossier)};
    return document;
}

} // namespace nidus::ui
