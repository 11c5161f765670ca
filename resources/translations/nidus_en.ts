<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>nidus::ui::ClassifyPage</name>
    <message numerus="yes">
        <source>%n classified</source>
        <translation>
            <numerusform>%n classified</numerusform>
            <numerusform>%n classified</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 tells apart %2. Trained on %n case(s). Research use only — not a medical device.</source>
        <translation>
            <numerusform>%1 tells apart %2. Trained on %n case. Research use only — not a medical device.</numerusform>
            <numerusform>%1 tells apart %2. Trained on %n cases. Research use only — not a medical device.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This classifier needs %n image(s) for each case. Cases of several images can only be classified on the command line so far (nidus-cli predict --case).</source>
        <translation>
            <numerusform>This classifier needs %n image for each case. Cases of several images can only be classified on the command line so far (nidus-cli predict --case).</numerusform>
            <numerusform>This classifier needs %n images for each case. Cases of several images can only be classified on the command line so far (nidus-cli predict --case).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not classified</source>
        <translation>
            <numerusform>%n not classified</numerusform>
            <numerusform>%n not classified</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::CohortModel</name>
    <message numerus="yes">
        <source>Remove the label of %n case(s)</source>
        <translation>
            <numerusform>Remove the label of %n case</numerusform>
            <numerusform>Remove the label of %n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label %n case(s) “%1”</source>
        <translation>
            <numerusform>Label %n case “%1”</numerusform>
            <numerusform>Label %n cases “%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Use %n case(s)</source>
        <translation>
            <numerusform>Use %n case</numerusform>
            <numerusform>Use %n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave out %n case(s)</source>
        <translation>
            <numerusform>Leave out %n case</numerusform>
            <numerusform>Leave out %n cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ComparisonView</name>
    <message numerus="yes">
        <source>%n case(s), paired one by one. Intervals (95 %) do not contain the randomness of training.</source>
        <translation>
            <numerusform>%n case, paired one by one. Intervals (95 %) do not contain the randomness of training.</numerusform>
            <numerusform>%n cases, paired one by one. Intervals (95 %) do not contain the randomness of training.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ConfusionModel</name>
    <message numerus="yes">
        <source>%n case(s): %1</source>
        <translation>
            <numerusform>%n case: %1</numerusform>
            <numerusform>%n cases: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ConfusionView</name>
    <message numerus="yes">
        <source>%n cells of the confusion matrix</source>
        <translation>
            <numerusform>%n cell of the confusion matrix</numerusform>
            <numerusform>%n cells of the confusion matrix</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::DataPage</name>
    <message numerus="yes">
        <source>%n without a label</source>
        <translation>
            <numerusform>%n without a label</numerusform>
            <numerusform>%n without a label</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with problems</source>
        <translation>
            <numerusform>%n with problems</numerusform>
            <numerusform>%n with problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n patient</numerusform>
            <numerusform>%n patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>%n left out</numerusform>
            <numerusform>%n left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::LabelsPage</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n name(s))</source>
        <translation>
            <numerusform>%1 (%n name)</numerusform>
            <numerusform>%1 (%n names)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n series were in the project already.</source>
        <translation>
            <numerusform>%n series was in the project already.</numerusform>
            <numerusform>%n series were in the project already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) did not have all their images.</source>
        <translation>
            <numerusform>%n case did not have all its images.</numerusform>
            <numerusform>%n cases did not have all their images.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) were added</source>
        <translation>
            <numerusform>%n case was added</numerusform>
            <numerusform>%n cases were added</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ModelText</name>
    <message numerus="yes">
        <source>%n image(s) per case, as the model needs.</source>
        <translation>
            <numerusform>%n image per case, as the model needs.</numerusform>
            <numerusform>%n images per case, as the model needs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model needs %n image(s) per case; the cases have %1.</source>
        <translation>
            <numerusform>The model needs %n image per case; the cases have %1.</numerusform>
            <numerusform>The model needs %n images per case; the cases have %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n stage(s), %2 million weights</source>
        <translation>
            <numerusform>%1, %n stage, %2 million weights</numerusform>
            <numerusform>%1, %n stages, %2 million weights</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::NumberCut</name>
    <message numerus="yes">
        <source>%n row(s) at or above</source>
        <translation>
            <numerusform>%n row at or above</numerusform>
            <numerusform>%n rows at or above</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n below</source>
        <translation>
            <numerusform>%n below</numerusform>
            <numerusform>%n below</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a number</source>
        <translation>
            <numerusform>%n without a number</numerusform>
            <numerusform>%n without a number</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::PlaceStates</name>
    <message numerus="yes">
        <source>%n case(s) have no label.</source>
        <translation>
            <numerusform>%n case has no label.</numerusform>
            <numerusform>%n cases have no label.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) cannot be used.</source>
        <translation>
            <numerusform>%n case cannot be used.</numerusform>
            <numerusform>%n cases cannot be used.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scan(s) were not classified or are doubtful.</source>
        <translation>
            <numerusform>%n scan was not classified or is doubtful.</numerusform>
            <numerusform>%n scans were not classified or are doubtful.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ProblemPanel</name>
    <message numerus="yes">
        <source>%n series, %1 used</source>
        <translation>
            <numerusform>%n series, %1 used</numerusform>
            <numerusform>%n series, %1 used</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::RecentList</name>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::RecipeForm</name>
    <message numerus="yes">
        <source>%1 (%n changed)</source>
        <translation>
            <numerusform>%1 (%n changed)</numerusform>
            <numerusform>%1 (%n changed)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::RecipePanel</name>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>about %n second</numerusform>
            <numerusform>about %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>about %n minute</numerusform>
            <numerusform>about %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>about %n hour</numerusform>
            <numerusform>about %n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::Report</name>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n patient</numerusform>
            <numerusform>%n patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Excluded: %n case(s)</source>
        <translation>
            <numerusform>Excluded: %n case</numerusform>
            <numerusform>Excluded: %n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) were held out and tested once, by a model that was trained on the others.</source>
        <translation>
            <numerusform>%n case was held out and tested once, by a model that was trained on the others.</numerusform>
            <numerusform>%n cases were held out and tested once, by a model that was trained on the others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The cases were divided into %n fold(s). Each fold was tested once, by a model that was trained on the others.</source>
        <translation>
            <numerusform>The cases were divided into %n fold. Each fold was tested once, by a model that was trained on the others.</numerusform>
            <numerusform>The cases were divided into %n folds. Each fold was tested once, by a model that was trained on the others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The parts are stratified by class, and all cases of one patient are in one part. Every choice, how long to train and whether to keep the adapted model among them, was made inside the training cases, by %n inner fold(s); tested cases were read once, after the weights were fixed.</source>
        <translation>
            <numerusform>The parts are stratified by class, and all cases of one patient are in one part. Every choice, how long to train and whether to keep the adapted model among them, was made inside the training cases, by %n inner fold; tested cases were read once, after the weights were fixed.</numerusform>
            <numerusform>The parts are stratified by class, and all cases of one patient are in one part. Every choice, how long to train and whether to keep the adapted model among them, was made inside the training cases, by %n inner folds; tested cases were read once, after the weights were fixed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 epochs with the deepest %n stage(s) open</source>
        <translation>
            <numerusform>%1 epochs with the deepest stage open</numerusform>
            <numerusform>%1 epochs with the deepest %n stages open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tested case(s) were misclassified. The worst first, by the probability that the true class was given:</source>
        <translation>
            <numerusform>%n tested case was misclassified:</numerusform>
            <numerusform>%n tested cases were misclassified. The worst first, by the probability that the true class was given:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With %n tested case(s) the figures are uncertain, as their intervals show.</source>
        <translation>
            <numerusform>With %n tested case the figures are uncertain, as their intervals show.</numerusform>
            <numerusform>With %n tested cases the figures are uncertain, as their intervals show.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ResultCards</name>
    <message numerus="yes">
        <source>%n case(s), none judged by a model that had seen it.</source>
        <translation>
            <numerusform>%n case, judged by a model that had not seen it.</numerusform>
            <numerusform>%n cases, none judged by a model that had seen it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Adapting it did not do better on the cases held back, in any of %n fold(s).</source>
        <translation>
            <numerusform>Adapting it did not do better on the cases held back.</numerusform>
            <numerusform>Adapting it did not do better on the cases held back, in any of %n folds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the last decision was learned, in each of %n fold(s).</source>
        <translation>
            <numerusform>Only the last decision was learned.</numerusform>
            <numerusform>Only the last decision was learned, in each of %n folds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ResultsPage</name>
    <message numerus="yes">
        <source>%n label(s) changed</source>
        <translation>
            <numerusform>%n label changed</numerusform>
            <numerusform>%n labels changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) left out or removed</source>
        <translation>
            <numerusform>%n case left out or removed</numerusform>
            <numerusform>%n cases left out or removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>New label of %n case(s)</source>
        <translation>
            <numerusform>New label of %n case</numerusform>
            <numerusform>New label of %n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) added</source>
        <translation>
            <numerusform>%n case added</numerusform>
            <numerusform>%n cases added</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ScansPanel</name>
    <message numerus="yes">
        <source>No series was found in %n file(s).</source>
        <translation>
            <numerusform>No series was found in %n file.</numerusform>
            <numerusform>No series was found in %n files.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::SelectionBar</name>
    <message numerus="yes">
        <source>%n case(s): %1</source>
        <translation>
            <numerusform>%n case: %1</numerusform>
            <numerusform>%n cases: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::SeriesPanel</name>
    <message numerus="yes">
        <source>%1 of %n series are used</source>
        <translation>
            <numerusform>%1 of %n series is used</numerusform>
            <numerusform>%1 of %n series are used</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>%n shown</numerusform>
            <numerusform>%n shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need &amp;attention</source>
        <translation>
            <numerusform>%n needs &amp;attention</numerusform>
            <numerusform>%n need &amp;attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::SeriesRuleBar</name>
    <message numerus="yes">
        <source>1 series for %n patient(s)</source>
        <translation>
            <numerusform>1 series for %n patient</numerusform>
            <numerusform>1 series for %n patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>none for %n</source>
        <translation>
            <numerusform>none for %n</numerusform>
            <numerusform>none for %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>several equal ones for %n: the first is taken</source>
        <translation>
            <numerusform>several equal ones for %n: the first is taken</numerusform>
            <numerusform>several equal ones for %n: the first is taken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %1 images for %n patient(s)</source>
        <translation>
            <numerusform>All %1 images for %n patient</numerusform>
            <numerusform>All %1 images for %n patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not all for %n</source>
        <translation>
            <numerusform>not all for %n</numerusform>
            <numerusform>not all for %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::StartPage</name>
    <message numerus="yes">
        <source>“%1” has %n case(s), too few to learn from.</source>
        <translation>
            <numerusform>“%1” has %n case, too few to learn from.</numerusform>
            <numerusform>“%1” has %n cases, too few to learn from.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” has %n case(s). With twenty or more the result says more.</source>
        <translation>
            <numerusform>“%1” has %n case. With twenty or more the result says more.</numerusform>
            <numerusform>“%1” has %n cases. With twenty or more the result says more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) without a label are not used.</source>
        <translation>
            <numerusform>%n case without a label is not used.</numerusform>
            <numerusform>%n cases without a label are not used.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::TableSource</name>
    <message numerus="yes">
        <source>“%1” fits %2 of %n row(s) as %3</source>
        <translation>
            <numerusform>“%1” fits %2 of %n row as %3</numerusform>
            <numerusform>“%1” fits %2 of %n rows as %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) fit several patients</source>
        <translation>
            <numerusform>%n row fits several patients</numerusform>
            <numerusform>%n rows fit several patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) fit no case</source>
        <translation>
            <numerusform>%n row fits no case</numerusform>
            <numerusform>%n rows fit no case</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) have no row</source>
        <translation>
            <numerusform>%n case has no row</numerusform>
            <numerusform>%n cases have no row</numerusform>
        </translation>
    </message>
</context>
</TS>
