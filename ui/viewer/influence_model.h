// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"
#include "ui/viewer/slice_image.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

namespace nidus::ui {

/// Where in a scan the score of a class comes from: asked for when somebody wants to see it, and how it is laid over
/// the slices.
class InfluenceModel final : public QObject {
    Q_OBJECT

public:
    /// On a worker thread; blocks; throws Error or Cancelled.
    using Ask = std::function<CaseExplanation(const ExplainOptions&, const JobControl&)>;

    explicit InfluenceModel(QObject* parent = nullptr);

    /// Another case: its map is asked for at once if maps are shown. No function: it can have none.
    void setCase(Ask ask);
    void setShown(bool isShown);
    void setMethod(InfluenceMethod method);
    /// Whose map; empty: the class that the engine takes (ExplainOptions). It stays for the cases that follow.
    void setClass(const QString& name);
    void setOpacity(double opacity);          ///< kept in [0.1, 1]
    void setThresholdShare(double ofLargest); ///< kept in [0, 0.95]

    [[nodiscard]] bool isAvailable() const { return static_cast<bool>(m_ask); }
    [[nodiscard]] bool isShown() const { return m_isShown; }
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    [[nodiscard]] InfluenceMethod method() const { return m_method; }
    [[nodiscard]] double opacity() const { return m_opacity; }
    /// LPS, on the grid of the scan; null until it is there.
    [[nodiscard]] const Volume* map() const { return m_map.get(); }
    [[nodiscard]] double largest() const { return m_largest; } ///< absolute value in the map
    [[nodiscard]] double thresholdShare() const { return m_thresholdShare; }
    [[nodiscard]] double threshold() const { return m_thresholdShare * m_largest; } ///< up to here it is transparent
    [[nodiscard]] const VoxelIndex& peak() const { return m_peak; }        ///< where it is largest; not without a map
    [[nodiscard]] const QString& className() const { return m_className; } ///< of the map
    /// Those that there could be maps of; empty before the first map.
    [[nodiscard]] const QStringList& classes() const { return m_classes; }

Q_SIGNALS:
    void changed();
    void progressed(double fraction);
    void failed(const nidus::ui::Failure& failure);

private:
    void askAgain();
    void askNext();
    void take(const CaseExplanation& explanation);

    Ask m_ask;
    bool m_isShown = false, m_isWanted = false;
    bool m_isAwaited = false; ///< what the job makes is of the case that is shown
    InfluenceMethod m_method = InfluenceMethod::HiResCam;
    QString m_class; ///< that is wanted
    double m_opacity = 0.6;
    double m_thresholdShare = 0.15; ///< what is below is noise to the eye
    std::shared_ptr<const Volume> m_map;
    double m_largest = 0;
    VoxelIndex m_peak{};
    QString m_className;
    QStringList m_classes;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
