// SPDX-License-Identifier: Apache-2.0
#include "core/project/series_reader.h"

#include "core/base/error_json.h"

#include <nlohmann/json.hpp>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;

Json toJsonValue(const SeriesInfo& series) {
    return {{"uid", series.source.uid},
            {"part", series.source.part},
            {"format", series.format},
            {"modality", series.source.modality},
            {"description", series.description},
            {"manufacturer", series.source.scanner.manufacturer},
            {"model", series.source.scanner.model},
            {"field_strength",
             series.source.scanner.fieldStrength > 0 ? Json(series.source.scanner.fieldStrength) : Json()},
            {"body_part", series.bodyPart},
            {"study_date", series.studyDate},
            {"patient", series.patientKey},
            {"study_uid", series.studyUid},
            {"accession_number", series.accessionNumber},
            {"shape", {series.shape.z, series.shape.y, series.shape.x}},
            {"spacing", {series.spacing.z, series.spacing.y, series.spacing.x}},
            {"orientation", series.orientation},
            {"frames", series.frames},
            {"file", series.source.files.empty() ? std::string() : series.source.files.front().string()},
            {"included", series.included},
            {"problems", Json::parse(toJson(series.problems))}};
}

} // namespace

std::string toJson(const ScanReport& report) {
    Json series = Json::array();
    for (const SeriesInfo& item : report.series)
        series.push_back(toJsonValue(item));
    Json unassigned = Json::array();
    for (const UnassignedFile& file : report.unassigned)
        unassigned.push_back({{"path", file.path.string()}, {"code", file.code}, {"text", file.text}});
    const Json document{{"files", report.files}, {"series", series}, {"unassigned", unassigned}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace nidus
