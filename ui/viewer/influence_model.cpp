// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/influence_model.h"

#include "core/imaging/input_frame.h"
#include "ui/common/qt_convert.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nidus::ui {
namespace {

constexpr const char* kNoSuchClass = "CLF-007";

} // namespace

InfluenceModel::InfluenceModel(QObject* parent) : QObject(parent) {
    connect(&m_job, &JobRunner::progressed, this, &InfluenceModel::progressed);
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        const bool isAwaited = m_isAwaited && !m_isWanted;
        if (isAwaited && !m_class.isEmpty() && failure.code == QLatin1String(kNoSuchClass)) {
            m_class.clear(); // the wish was for a case of another classifier
            m_isWanted = true;
        } else if (isAwaited) { // of the case that is still shown
            m_isShown = false;
            Q_EMIT failed(failure);
        }
        Q_EMIT changed();
        askNext();
    });
    connect(&m_job, &JobRunner::cancelled, this, [this] {
        Q_EMIT changed();
        askNext();
    });
}

void InfluenceModel::setCase(Ask ask) {
    m_ask = std::move(ask);
    askAgain();
}

void InfluenceModel::setShown(bool isShown) {
    if (isShown == m_isShown || (isShown && !m_ask))
        return;
    m_isShown = isShown;
    m_isWanted = isShown && !m_map;
    if (!isShown && m_job.isRunning())
        m_job.cancel();
    Q_EMIT changed();
    askNext();
}

void InfluenceModel::setMethod(InfluenceMethod method) {
    if (std::exchange(m_method, method) != method)
        askAgain();
}

void InfluenceModel::setClass(const QString& name) {
    if (std::exchange(m_class, name) != name)
        askAgain();
}

void InfluenceModel::setThresholdShare(double ofLargest) {
    constexpr double kMost = 0.95;
    const double kept = std::clamp(ofLargest, 0.0, kMost);
    if (std::exchange(m_thresholdShare, kept) != kept)
        Q_EMIT changed();
}

void InfluenceModel::askAgain() {
    m_map.reset();
    m_isAwaited = false;
    m_isWanted = m_isShown && m_ask;
    m_job.cancel();
    Q_EMIT changed();
    askNext();
}

void InfluenceModel::setOpacity(double opacity) {
    constexpr double kLeast = 0.1;
    const double kept = std::clamp(opacity, kLeast, 1.0);
    if (std::exchange(m_opacity, kept) != kept)
        Q_EMIT changed();
}

void InfluenceModel::askNext() {
    if (!m_isWanted || m_job.isRunning())
        return;
    m_isWanted = false;
    m_isAwaited = true;
    ExplainOptions options;
    options.methods = {m_method};
    options.className = fromQt(m_class);
    m_job.start([ask = m_ask, options](const JobControl& control) { return ask(options, control); },
                [this](const CaseExplanation& explanation) {
                    if (m_isAwaited && !m_isWanted) // else it is of the case before
                        take(explanation);
                    Q_EMIT changed();
                    askNext();
                });
    Q_EMIT changed();
}

void InfluenceModel::take(const CaseExplanation& explanation) {
    const auto map = std::make_shared<const Volume>(reoriented(explanation.maps.at(m_method), "LPS"));
    std::size_t at = 0;
    m_largest = 0;
    for (std::size_t i = 0; i < map->voxels.size(); ++i)
        if (const double size = std::abs(static_cast<double>(map->voxels[i])); size > m_largest) {
            m_largest = size;
            at = i;
        }
    const auto index = static_cast<std::int64_t>(at);
    const std::int64_t x = map->shape.x, y = map->shape.y;
    m_peak = {index % x, index / x % y, index / (x * y)};
    m_className = toQt(explanation.className);
    m_classes.clear();
    for (const auto& [name, probability] : explanation.prediction.probabilities)
        m_classes << toQt(name);
    m_map = map;
}

} // namespace nidus::ui
