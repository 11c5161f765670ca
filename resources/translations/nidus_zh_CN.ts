<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>nidus::ui::AddScansDialog</name>
    <message>
        <source>Add more scans</source>
        <translation>添加更多扫描</translation>
    </message>
    <message>
        <source>Add to the pro&amp;ject</source>
        <translation>添加到项目(&amp;J)</translation>
    </message>
    <message>
        <source>Add the series that are used to the project</source>
        <translation>把采用的序列添加到项目</translation>
    </message>
</context>
<context>
    <name>nidus::ui::AugmentationPanel</name>
    <message>
        <source>rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>low resolution</source>
        <translation>低分辨率</translation>
    </message>
    <message>
        <source>inverted gamma</source>
        <translation>反相伽马</translation>
    </message>
    <message>
        <source>gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>unchanged this time</source>
        <translation>这次没有变化</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>A&amp;nother</source>
        <translation>再来一次(&amp;N)</translation>
    </message>
    <message>
        <source>Draw the augmentation once more</source>
        <translation>重新抽取一次数据增强</translation>
    </message>
    <message>
        <source>Preview of the augmentation</source>
        <translation>数据增强的预览</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>There is no preview: %1 (%2)</source>
        <translation>无法预览：%1（%2）</translation>
    </message>
    <message>
        <source>One of your cases is being augmented…</source>
        <translation>正在对您的一个病例做数据增强…</translation>
    </message>
    <message>
        <source>The middle slice of one of your cases.</source>
        <translation>您的一个病例的中间层面。</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>原样</translation>
    </message>
</context>
<context>
    <name>nidus::ui::CalibrationView</name>
    <message>
        <source>Calibration curve</source>
        <translation>校准曲线</translation>
    </message>
    <message>
        <source>Figures of calibration</source>
        <translation>校准指标</translation>
    </message>
    <message>
        <source>Bins of the calibration curve</source>
        <translation>校准曲线的分组</translation>
    </message>
    <message>
        <source>Enter or a double click on a bin shows its cases.</source>
        <translation>在某一组上按回车或双击，即可查看其中的病例。</translation>
    </message>
    <message>
        <source>Predicted probability</source>
        <translation>预测概率</translation>
    </message>
    <message>
        <source>Observed share</source>
        <translation>实际比例</translation>
    </message>
    <message>
        <source>There are too few cases in a class for a calibration curve.</source>
        <translation>某个类别的病例太少，无法绘制校准曲线。</translation>
    </message>
    <message>
        <source>predicted probability about %1</source>
        <translation>预测概率约为 %1</translation>
    </message>
    <message>
        <source>As it should be</source>
        <translation>理想情况</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Observed</source>
        <translation>实际</translation>
    </message>
    <message>
        <source>There is no labelled prediction.</source>
        <translation>没有带标签的预测。</translation>
    </message>
    <message>
        <source>Slope %1 (1 is right; below 1 the probabilities are too extreme), intercept %2 (0 is right).</source>
        <translation>斜率 %1（1 为理想；小于 1 说明概率过于极端），截距 %2（0 为理想）。</translation>
    </message>
    <message>
        <source>Expected calibration error %1.</source>
        <translation>期望校准误差 %1。</translation>
    </message>
    <message>
        <source>Brier score %1 (0 is best).</source>
        <translation>Brier 分数 %1（0 为最佳）。</translation>
    </message>
    <message>
        <source>Its parts: reliability %1 (0 is best), resolution %2 (more is better), uncertainty %3.</source>
        <translation>其组成：可靠性 %1（0 为最佳），分辨力 %2（越大越好），不确定性 %3。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::CaseChips</name>
    <message>
        <source>Wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Cases whose answer is not their label.</source>
        <translation>预测与标签不符的病例。</translation>
    </message>
    <message>
        <source>Confidently wrong</source>
        <translation>自信却错误</translation>
    </message>
    <message>
        <source>Wrong answers with a probability of %1 or more: look whether image and label belong together.</source>
        <translation>概率达到 %1 的错误预测：请核对图像与标签是否相符。</translation>
    </message>
    <message>
        <source>Uncertain zone</source>
        <translation>不确定区</translation>
    </message>
    <message>
        <source>Cases between the zones in which the classifier keeps its promise; in a saved classifier they are called uncertain.</source>
        <translation>位于分类器能保证准确的两个区间之间的病例；保存的分类器会将其称为“不确定”。</translation>
    </message>
    <message>
        <source>Unlike training</source>
        <translation>与训练不同</translation>
    </message>
    <message>
        <source>Cases that are flagged as unlike those their model was trained on.</source>
        <translation>被标记为与其模型的训练病例不同的病例。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>nidus::ui::CaseTableModel</name>
    <message>
        <source>(no label)</source>
        <translation>（无标签）</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>Not prepared yet</source>
        <translation>尚未准备</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>used</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不采用</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>采用</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ChartPanel</name>
    <message>
        <source>Save this chart: %1</source>
        <translation>保存此图：%1</translation>
    </message>
    <message>
        <source>Save this chart as a picture or a table</source>
        <translation>将此图保存为图片或表格</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ClassChips</name>
    <message>
        <source>Remove the label of the selected cases</source>
        <translation>去掉所选病例的标签</translation>
    </message>
    <message>
        <source>Add a class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Name of the class</source>
        <translation>类别名称</translation>
    </message>
    <message>
        <source>+ Class</source>
        <translation>+ 类别</translation>
    </message>
    <message>
        <source>Name, then Enter</source>
        <translation>输入名称后按回车</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>重命名(&amp;R)…</translation>
    </message>
    <message>
        <source>This is what is &amp;looked for</source>
        <translation>设为要找的类别（阳性）(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>%1%2: %3</source>
        <translation>%1%2:%3</translation>
    </message>
    <message>
        <source> (+)</source>
        <translation>(+)</translation>
    </message>
    <message>
        <source>Label the selected cases “%1”</source>
        <translation>把所选病例标为“%1”</translation>
    </message>
    <message>
        <source>%1. Key: %2</source>
        <translation>%1。按键：%2</translation>
    </message>
    <message>
        <source>No label: %1</source>
        <translation>无标签：%1</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ClassChoice</name>
    <message>
        <source>Class to look at, against the rest</source>
        <translation>要查看的类别（与其余类别相比）</translation>
    </message>
    <message>
        <source>%1 against the rest</source>
        <translation>%1 与其余类别</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ClassTableModel</name>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>特异度</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ClassifyPage</name>
    <message>
        <source>Choose a &amp;classifier…</source>
        <translation>选择分类器(&amp;C)…</translation>
    </message>
    <message>
        <source>Choose a classifier</source>
        <translation>选择分类器</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>添加文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Add scans from files</source>
        <translation>从文件添加扫描</translation>
    </message>
    <message>
        <source>Add f&amp;older…</source>
        <translation>添加文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Add scans from a folder</source>
        <translation>从文件夹添加扫描</translation>
    </message>
    <message>
        <source>Save as &amp;table…</source>
        <translation>另存为表格(&amp;T)…</translation>
    </message>
    <message>
        <source>Save the results as a table</source>
        <translation>将结果另存为表格</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清空(&amp;L)</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>What the classifier says of each scan</source>
        <translation>分类器对每个扫描的输出</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Drop scans here</source>
        <translation>将扫描拖放到此处</translation>
    </message>
    <message>
        <source>Folders or files with DICOM series, NIfTI, NRRD or MetaImage. Every series becomes a case.</source>
        <translation>含 DICOM 序列、NIfTI、NRRD 或 MetaImage 的文件夹或文件。每个序列作为一个病例。</translation>
    </message>
    <message>
        <source>No classifier is open.</source>
        <translation>尚未打开分类器。</translation>
    </message>
    <message>
        <source>Drop a classifier here</source>
        <translation>将分类器拖放到此处</translation>
    </message>
    <message>
        <source>A file NAME.nidusmodel, as the Results page saves it. Then drop the scans.</source>
        <translation>即“结果”页保存的 NAME.nidusmodel 文件。然后拖放扫描。</translation>
    </message>
    <message numerus="yes">
        <source>%n classified</source>
        <translation>
            <numerusform>已分类 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 tells apart %2. Trained on %n case(s). Research use only — not a medical device.</source>
        <translation>
            <numerusform>%1 用于区分 %2，由 %n 个病例训练而成。仅供研究使用，不是医疗器械。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This classifier needs %n image(s) for each case. Cases of several images can only be classified on the command line so far (nidus-cli predict --case).</source>
        <translation>
            <numerusform>此分类器的每个病例需要 %n 个图像。多图像病例目前只能在命令行中分类（nidus-cli predict --case）。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not classified</source>
        <translation>
            <numerusform>未分类 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Show &amp;scan</source>
        <translation>显示扫描(&amp;S)</translation>
    </message>
    <message>
        <source>Show the scan of the chosen case</source>
        <translation>显示所选病例的扫描</translation>
    </message>
    <message>
        <source>Hide &amp;scan</source>
        <translation>隐藏扫描(&amp;S)</translation>
    </message>
</context>
<context>
    <name>nidus::ui::CohortModel</name>
    <message numerus="yes">
        <source>Remove the label of %n case(s)</source>
        <translation>
            <numerusform>去掉 %n 个病例的标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label %n case(s) “%1”</source>
        <translation>
            <numerusform>把 %n 个病例标为“%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Use %n case(s)</source>
        <translation>
            <numerusform>采用 %n 个病例</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave out %n case(s)</source>
        <translation>
            <numerusform>不采用 %n 个病例</numerusform>
        </translation>
    </message>
    <message>
        <source>Add the class “%1”</source>
        <translation>添加类别“%1”</translation>
    </message>
    <message>
        <source>Rename “%1” to “%2”</source>
        <translation>把“%1”重命名为“%2”</translation>
    </message>
    <message>
        <source>Remove the class “%1”</source>
        <translation>移除类别“%1”</translation>
    </message>
    <message>
        <source>Make “%1” the positive class</source>
        <translation>把“%1”设为阳性类别</translation>
    </message>
</context>
<context>
    <name>nidus::ui::CohortPanel</name>
    <message>
        <source>Filter the cases</source>
        <translation>筛选病例</translation>
    </message>
    <message>
        <source>Only cases with &amp;problems</source>
        <translation>仅有问题的病例(&amp;P)</translation>
    </message>
    <message>
        <source>Only cases with problems</source>
        <translation>仅有问题的病例</translation>
    </message>
    <message>
        <source>Only without a la&amp;bel</source>
        <translation>仅无标签(&amp;B)</translation>
    </message>
    <message>
        <source>Only cases without a label</source>
        <translation>仅无标签的病例</translation>
    </message>
    <message>
        <source>How many cases have a label</source>
        <translation>已有标签的病例数</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Filter by case, patient, label or problem</source>
        <translation>按病例、患者、标签或问题筛选</translation>
    </message>
    <message>
        <source>&amp;Undo:</source>
        <translation>撤销(&amp;U)：</translation>
    </message>
    <message>
        <source>&amp;Redo:</source>
        <translation>重做(&amp;R)：</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>显示 %1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2 labelled</source>
        <translation>已标注 %1 / %2</translation>
    </message>
    <message>
        <source>No case has problems.</source>
        <translation>没有病例有问题。</translation>
    </message>
    <message>
        <source>All cases have a label.</source>
        <translation>所有病例都有标签。</translation>
    </message>
    <message>
        <source>No case matches the filter.</source>
        <translation>没有符合筛选条件的病例。</translation>
    </message>
    <message>
        <source>Find a case</source>
        <translation>查找病例</translation>
    </message>
    <message>
        <source>Undo the last change of the cases</source>
        <translation>撤销对病例的上一次更改</translation>
    </message>
    <message>
        <source>Redo what was undone</source>
        <translation>重做已撤销的更改</translation>
    </message>
</context>
<context>
    <name>nidus::ui::Commentary</name>
    <message>
        <source>This fit learns from all training cases of the fold; none is held back.</source>
        <translation>这次拟合使用该折的全部训练病例，没有留出病例。</translation>
    </message>
    <message>
        <source>Best so far: epoch %1, with a loss of %2 on the held-back cases.</source>
        <translation>目前最佳：第 %1 轮，留出病例上的损失为 %2。</translation>
    </message>
    <message>
        <source>The held-back cases got better in %1 of the last %2 epochs.</source>
        <translation>最近 %2 轮中，有 %1 轮留出病例的结果有所改善。</translation>
    </message>
    <message>
        <source>Training loss still falls, but on the held-back cases it has risen since epoch %1: over-fitting is likely. The number of epochs is chosen where it was lowest.</source>
        <translation>训练损失仍在下降，但自第 %1 轮起留出病例上的损失开始上升，可能已过拟合。最终轮数会选在损失最低处。</translation>
    </message>
    <message>
        <source>Neither loss has moved in the last %1 epochs.</source>
        <translation>最近 %1 轮中，两种损失都没有变化。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ComparisonView</name>
    <message>
        <source>Run to compare with</source>
        <translation>要对比的训练</translation>
    </message>
    <message>
        <source>What to know of the comparison</source>
        <translation>关于此对比的说明</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>选择要对比的训练…</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p 值</translation>
    </message>
    <message>
        <source>AUC, all folds pooled</source>
        <translation>AUC（各折合并）</translation>
    </message>
    <message>
        <source>Log-loss (lower is better)</source>
        <translation>对数损失（越小越好）</translation>
    </message>
    <message>
        <source>Brier score (lower is better)</source>
        <translation>Brier 分数（越小越好）</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s), paired one by one. Intervals (95 %) do not contain the randomness of training.</source>
        <translation>
            <numerusform>%n 个病例逐一配对。区间（95 %）不包含训练本身的随机性。</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no other finished run to compare with.</source>
        <translation>没有其他已完成的训练可供对比。</translation>
    </message>
    <message>
        <source>Second run to compare with</source>
        <translation>要对比的第二次训练</translation>
    </message>
    <message>
        <source>Figures of the runs</source>
        <translation>各次训练的指标</translation>
    </message>
    <message>
        <source>and with…</source>
        <translation>以及…</translation>
    </message>
    <message>
        <source>Each run is compared with %1 alone, and p is not corrected for looking twice.</source>
        <translation>每次训练只与 %1 对比，p 值未做多重比较校正。</translation>
    </message>
    <message>
        <source>Choose other runs; they are compared on the same cases.</source>
        <translation>请选择其他训练；它们在相同的病例上对比。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ComputingPanel</name>
    <message>
        <source>Device to compute on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Folder of LibTorch</source>
        <translation>LibTorch 文件夹</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>选择(&amp;H)…</translation>
    </message>
    <message>
        <source>Choose the folder of LibTorch</source>
        <translation>选择 LibTorch 所在文件夹</translation>
    </message>
    <message>
        <source>Check and &amp;use</source>
        <translation>检查并使用(&amp;U)</translation>
    </message>
    <message>
        <source>Check the device and use it</source>
        <translation>检查设备并使用</translation>
    </message>
    <message>
        <source>Result of the check</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器（CPU）</translation>
    </message>
    <message>
        <source>Graphics card (none was found)</source>
        <translation>显卡（未检测到）</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>The one that came with Nidus (processor only)</source>
        <translation>Nidus 自带的版本（仅处理器）</translation>
    </message>
    <message>
        <source>Lib&amp;Torch</source>
        <translation>Lib&amp;Torch</translation>
    </message>
    <message>
        <source>A graphics card needs a LibTorch with CUDA of your own: drop its folder or archive here. Its version must be close to %1.</source>
        <translation>使用显卡需要您自备支持 CUDA 的 LibTorch：将其文件夹或压缩包拖到这里。版本须与 %1 接近。</translation>
    </message>
    <message>
        <source>Unpacking…</source>
        <translation>正在解压…</translation>
    </message>
    <message>
        <source>Unpacked. Check it now.</source>
        <translation>已解压，请点击检查。</translation>
    </message>
    <message>
        <source>Checking: known outputs, gradients, learning…</source>
        <translation>正在检查：已知输出、梯度、学习…</translation>
    </message>
    <message>
        <source>Not used. %1</source>
        <translation>未采用。%1</translation>
    </message>
    <message>
        <source>LibTorch %1 computes as it should. It is used from the next start of Nidus on.</source>
        <translation>LibTorch %1 计算正确，将从 Nidus 下次启动起使用。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ConfusionModel</name>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>predicted %1</source>
        <translation>预测为 %1</translation>
    </message>
    <message>
        <source>true %1</source>
        <translation>真实为 %1</translation>
    </message>
    <message>
        <source>true %1 → predicted %2</source>
        <translation>真实 %1 → 预测 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s): %1</source>
        <translation>
            <numerusform>%n 个病例：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>All true classes</source>
        <translation>真实类别合计</translation>
    </message>
    <message>
        <source>All predictions</source>
        <translation>预测合计</translation>
    </message>
    <message>
        <source>True: %1</source>
        <translation>真实：%1</translation>
    </message>
    <message>
        <source>Predicted: %1</source>
        <translation>预测：%1</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ConfusionView</name>
    <message>
        <source>What the cells show</source>
        <translation>单元格显示的内容</translation>
    </message>
    <message>
        <source>True and predicted classes</source>
        <translation>真实类别与预测类别</translation>
    </message>
    <message>
        <source>There is no labelled prediction to count.</source>
        <translation>没有带标签的预测可供统计。</translation>
    </message>
    <message>
        <source>Number of cases</source>
        <translation>病例数</translation>
    </message>
    <message>
        <source>Share of the true class</source>
        <translation>占真实类别的比例</translation>
    </message>
    <message>
        <source>Share of the predicted class</source>
        <translation>占预测类别的比例</translation>
    </message>
    <message>
        <source>Sum of the probabilities</source>
        <translation>概率之和</translation>
    </message>
    <message>
        <source>A click on a cell chooses its cases for all views; Enter or a double click shows them.</source>
        <translation>单击单元格，即在所有视图中选中其病例；按回车或双击则显示这些病例。</translation>
    </message>
    <message numerus="yes">
        <source>%n cells of the confusion matrix</source>
        <translation>
            <numerusform>混淆矩阵中的 %n 个单元格</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::Controls</name>
    <message>
        <source>Empty the field</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>nidus::ui::CurveChart</name>
    <message>
        <source>Operating point</source>
        <translation>工作点</translation>
    </message>
</context>
<context>
    <name>nidus::ui::DataPage</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Pretrained model: %1</source>
        <translation>预训练模型：%1</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>voxels of %1 mm</source>
        <translation>体素 %1 mm</translation>
    </message>
    <message>
        <source>input: %1</source>
        <translation>输入：%1</translation>
    </message>
    <message>
        <source>%1 million weights</source>
        <translation>%1 百万个权重</translation>
    </message>
    <message numerus="yes">
        <source>%n without a label</source>
        <translation>
            <numerusform>%n 例无标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with problems</source>
        <translation>
            <numerusform>%n 例有问题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n 个病例</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n 位患者</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>%n 个不采用</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Add more scans…</source>
        <translation>添加更多扫描(&amp;A)…</translation>
    </message>
    <message>
        <source>Add more scans to the project</source>
        <translation>向项目添加更多扫描</translation>
    </message>
    <message>
        <source>Histor&amp;y</source>
        <translation>历史记录(&amp;Y)</translation>
    </message>
    <message>
        <source>Show what was changed</source>
        <translation>显示修改过的内容</translation>
    </message>
    <message>
        <source>What was changed, the oldest first</source>
        <translation>修改记录，最早的在前</translation>
    </message>
    <message>
        <source>As it was opened</source>
        <translation>打开时的状态</translation>
    </message>
    <message>
        <source>Changes since the project was opened. Click one to go back to what it led to.</source>
        <translation>打开项目以来的修改。点击其中一项即回到当时的状态。</translation>
    </message>
    <message>
        <source>This project has no cases yet. Press “Add more scans…”, or drop scans here.</source>
        <translation>此项目还没有病例。请点击“添加更多扫描…”，或把扫描拖放到此处。</translation>
    </message>
    <message>
        <source>No pretrained model has been chosen yet. Choose one on the page Model.</source>
        <translation>尚未选择预训练模型。请在“模型”页选择。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::Dialogs</name>
    <message>
        <source>Save the classifier</source>
        <translation>保存分类器</translation>
    </message>
    <message>
        <source>Classifiers (*.nidusmodel)</source>
        <translation>分类器 (*.nidusmodel)</translation>
    </message>
    <message>
        <source>Save the results</source>
        <translation>保存结果</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Where should the project be?</source>
        <translation>项目放在哪里？</translation>
    </message>
    <message>
        <source>Projects (*.nidus)</source>
        <translation>项目 (*.nidus)</translation>
    </message>
    <message>
        <source>Open a project (a folder NAME.nidus)</source>
        <translation>打开项目（文件夹 NAME.nidus）</translation>
    </message>
    <message>
        <source>Choose a classifier</source>
        <translation>选择分类器</translation>
    </message>
    <message>
        <source>Choose scans</source>
        <translation>选择扫描</translation>
    </message>
    <message>
        <source>Choose a folder with scans</source>
        <translation>选择含扫描的文件夹</translation>
    </message>
    <message>
        <source>Choose a table</source>
        <translation>选择表格</translation>
    </message>
    <message>
        <source>Choose a pretrained model</source>
        <translation>选择预训练模型</translation>
    </message>
    <message>
        <source>Checkpoints and archives (*.pth *.pt *.zip)</source>
        <translation>检查点和压缩包 (*.pth *.pt *.zip)</translation>
    </message>
    <message>
        <source>Choose a folder of nnU-Net&apos;s results</source>
        <translation>选择 nnU-Net 的结果文件夹</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Pictures (*.png);;Vector graphics (*.svg);;Documents (*.pdf);;Tables (*.csv)</source>
        <translation>图片 (*.png);;矢量图 (*.svg);;文档 (*.pdf);;表格 (*.csv)</translation>
    </message>
    <message>
        <source>Export the report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Documents (*.pdf);;Web pages (*.html)</source>
        <translation>文档 (*.pdf);;网页 (*.html)</translation>
    </message>
    <message>
        <source>Choose the folder of a LibTorch</source>
        <translation>选择 LibTorch 文件夹</translation>
    </message>
    <message>
        <source>Tables (*.csv *.tsv *.txt *.xlsx)</source>
        <translation>表格 (*.csv *.tsv *.txt *.xlsx)</translation>
    </message>
</context>
<context>
    <name>nidus::ui::EpochTableModel</name>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Loss, held-back cases</source>
        <translation>损失（留出病例）</translation>
    </message>
    <message>
        <source>AUC, held-back cases</source>
        <translation>AUC（留出病例）</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ErrorText</name>
    <message>
        <source>There is no project here</source>
        <translation>这里没有项目</translation>
    </message>
    <message>
        <source>This project was made by a newer version of Nidus</source>
        <translation>此项目由更新版本的 Nidus 创建</translation>
    </message>
    <message>
        <source>This project is damaged</source>
        <translation>此项目已损坏</translation>
    </message>
    <message>
        <source>Another program is working on this project</source>
        <translation>另一个程序正在使用此项目</translation>
    </message>
    <message>
        <source>No pretrained model has been chosen</source>
        <translation>尚未选择预训练模型</translation>
    </message>
    <message>
        <source>There are not enough labelled cases to train on</source>
        <translation>可用于训练的已标注病例不足</translation>
    </message>
    <message>
        <source>There is nothing to resume</source>
        <translation>没有可以继续的运行</translation>
    </message>
    <message>
        <source>The data changed since this run began</source>
        <translation>此运行开始后数据发生了变化</translation>
    </message>
    <message>
        <source>This run has no results</source>
        <translation>此运行没有结果</translation>
    </message>
    <message>
        <source>The numbers of the training went out of range</source>
        <translation>训练中的数值超出范围</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>The chosen device is not there</source>
        <translation>所选设备不存在</translation>
    </message>
    <message>
        <source>There is not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>The compute library cannot be used</source>
        <translation>计算库无法使用</translation>
    </message>
    <message>
        <source>The project cannot be used</source>
        <translation>项目无法使用</translation>
    </message>
    <message>
        <source>The pretrained model cannot be used</source>
        <translation>预训练模型无法使用</translation>
    </message>
    <message>
        <source>The pretrained model cannot be read</source>
        <translation>预训练模型无法读取</translation>
    </message>
    <message>
        <source>The plans of the model cannot be read</source>
        <translation>模型的计划文件无法读取</translation>
    </message>
    <message>
        <source>Training cannot go on</source>
        <translation>训练无法继续</translation>
    </message>
    <message>
        <source>A scan cannot be read</source>
        <translation>扫描无法读取</translation>
    </message>
    <message>
        <source>A scan cannot be used</source>
        <translation>扫描无法使用</translation>
    </message>
    <message>
        <source>A file cannot be read or written</source>
        <translation>文件无法读写</translation>
    </message>
    <message>
        <source>The results cannot be computed</source>
        <translation>结果无法计算</translation>
    </message>
    <message>
        <source>Memory is short; fewer patches are computed at once</source>
        <translation>内存不足；每次同时计算的图像块已减少</translation>
    </message>
    <message>
        <source>A class is never predicted</source>
        <translation>有一个类别从未被预测</translation>
    </message>
    <message>
        <source>The probe beats fine-tuning</source>
        <translation>线性探针优于微调</translation>
    </message>
    <message>
        <source>The recipe mirrors images</source>
        <translation>配方会镜像图像</translation>
    </message>
    <message>
        <source>The label follows the foreground volume</source>
        <translation>标签与前景体积相关</translation>
    </message>
    <message>
        <source>The classifier is not clearly better than volume alone</source>
        <translation>分类器并不明显优于单独使用体积</translation>
    </message>
    <message>
        <source>The classifier hardly learned</source>
        <translation>分类器几乎没有学到东西</translation>
    </message>
    <message>
        <source>The way of scanning goes with the label</source>
        <translation>扫描方式与标签相关</translation>
    </message>
    <message>
        <source>The result may be chance</source>
        <translation>结果可能只是偶然</translation>
    </message>
    <message>
        <source>A class has too few patients</source>
        <translation>某个类别的患者太少</translation>
    </message>
    <message>
        <source>Some patients have several cases</source>
        <translation>部分患者有多个病例</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出现了问题</translation>
    </message>
    <message>
        <source>⚠ {sentence}</source>
        <extracomment>The engine speaks English: a translation should put {headline}, which is translated, before its {sentence}.</extracomment>
        <translation>⚠ {headline}。{sentence}</translation>
    </message>
    <message>
        <source>The table cannot be read</source>
        <translation>无法读取表格</translation>
    </message>
    <message>
        <source>The workbook cannot be read</source>
        <translation>无法读取工作簿</translation>
    </message>
    <message>
        <source>The labels do not fit the cases</source>
        <translation>标签与病例不符</translation>
    </message>
    <message>
        <source>The numbers of the network went out of range</source>
        <translation>网络的数值超出范围</translation>
    </message>
    <message>
        <source>This is another project</source>
        <translation>这是另一个项目</translation>
    </message>
</context>
<context>
    <name>nidus::ui::FieldEditor</name>
    <message>
        <source>%1: axis %2</source>
        <translation>%1：第 %2 轴</translation>
    </message>
</context>
<context>
    <name>nidus::ui::FigureText</name>
    <message>
        <source>%1 (%2 to %3)</source>
        <extracomment>A figure and its interval</extracomment>
        <translation>%1（%2 至 %3）</translation>
    </message>
</context>
<context>
    <name>nidus::ui::FoldChips</name>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>The cases are divided into folds. Each fold is predicted by a model that never saw its cases.</source>
        <translation>病例被分成若干折。每一折都由从未见过该折病例的模型来预测。</translation>
    </message>
    <message>
        <source>Fold %1: %2</source>
        <translation>第 %1 折：%2</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>第 %1 折</translation>
    </message>
</context>
<context>
    <name>nidus::ui::GeneralPanel</name>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>颜色(&amp;C)</translation>
    </message>
</context>
<context>
    <name>nidus::ui::HeldCasesModel</name>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Probability of its class</source>
        <translation>所属类别的概率</translation>
    </message>
</context>
<context>
    <name>nidus::ui::HomePage</name>
    <message>
        <source>Nidus</source>
        <translation>Nidus</translation>
    </message>
    <message>
        <source>Turns a pretrained nnU-Net into a classifier for 3-D scans.</source>
        <translation>把预训练的 nnU-Net 变成三维扫描的分类器。</translation>
    </message>
    <message>
        <source>&amp;Open a project…</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Nidus works on this computer alone: it never uses the network and sends nothing to anybody.</source>
        <translation>Nidus 只在本机上工作：从不使用网络，也不向任何人发送任何内容。</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>&amp;Classify scans…</source>
        <translation>分类扫描(&amp;C)…</translation>
    </message>
    <message>
        <source>Classify scans</source>
        <translation>分类扫描</translation>
    </message>
    <message>
        <source>Or drop a project folder (NAME.nidus), a classifier (NAME.nidusmodel) or scans for it anywhere on this window.</source>
        <translation>也可以将项目文件夹（NAME.nidus）、分类器（NAME.nidusmodel）或待分类的扫描拖放到本窗口任意位置。</translation>
    </message>
    <message>
        <source>&amp;New project…</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>Make a new project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Try with &amp;sample data</source>
        <translation>用示例数据试用(&amp;S)</translation>
    </message>
    <message>
        <source>Try the program with sample data</source>
        <translation>用示例数据试用本程序</translation>
    </message>
    <message>
        <source>Makes a project of synthetic scans and trains it, in about two minutes.</source>
        <translation>用合成扫描建立一个项目并训练，约需两分钟。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::InfluenceBar</name>
    <message>
        <source>How the influence map is made</source>
        <translation>影响图的生成方法</translation>
    </message>
    <message>
        <source>Opacity of the influence map</source>
        <translation>影响图的不透明度</translation>
    </message>
    <message>
        <source>Go to the strongest place</source>
        <translation>转到影响最强处</translation>
    </message>
    <message>
        <source>Quick (HiResCAM)</source>
        <translation>快速（HiResCAM）</translation>
    </message>
    <message>
        <source>Thorough (occlusion)</source>
        <translation>细致（遮挡）</translation>
    </message>
    <message>
        <source>Occlusion blanks one block after the other and looks at what changes. It takes much longer and points more reliably at what counts.</source>
        <translation>遮挡法逐块遮盖图像并观察变化。耗时长得多，但能更可靠地指出起作用的部位。</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Maps show what influenced the classifier, not where disease is. For research use only.</source>
        <extracomment>kInfluenceNote of the engine, word for word.</extracomment>
        <translation>影响图显示的是什么影响了分类器，而不是病变所在。仅供研究使用。</translation>
    </message>
    <message>
        <source>Looking for what counted… %1 %</source>
        <translation>正在寻找起作用的部位… %1 %</translation>
    </message>
    <message>
        <source>The map is empty: no place counted.</source>
        <translation>影响图为空：没有起作用的部位。</translation>
    </message>
    <message>
        <source>Blue speaks against %1, orange for it; full colour at %2 of its log odds per voxel.</source>
        <translation>蓝色不支持%1，橙色支持；每体素对数几率达到 %2 时颜色最深。</translation>
    </message>
    <message>
        <source>Stron&amp;gest place</source>
        <translation>最强处(&amp;G)</translation>
    </message>
    <message>
        <source>Class whose influence map is shown</source>
        <translation>显示哪个类别的影响图</translation>
    </message>
    <message>
        <source>Share of the strongest influence below which nothing is shown</source>
        <translation>低于最强影响的这一比例时不显示</translation>
    </message>
    <message>
        <source>For the other one of two classes the colours change places.</source>
        <translation>两个类别时，换成另一个类别则两种颜色互换。</translation>
    </message>
    <message>
        <source>[ and ]: opacity</source>
        <translation>[ 和 ]：不透明度</translation>
    </message>
    <message>
        <source>Hide below</source>
        <translation>隐藏低于</translation>
    </message>
    <message>
        <source>What is weaker than this share of the strongest influence is not shown.</source>
        <translation>弱于最强影响这一比例的部分不显示。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::JobBar</name>
    <message>
        <source>Progress of the job</source>
        <translation>任务进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the running job</source>
        <translation>停止正在运行的任务</translation>
    </message>
    <message>
        <source>Research use only — not a medical device</source>
        <translation>仅供研究使用——不是医疗器械</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
</context>
<context>
    <name>nidus::ui::LabelsPage</name>
    <message>
        <source>From &amp;folder names</source>
        <translation>从文件夹名称(&amp;F)</translation>
    </message>
    <message>
        <source>Labels from folder names</source>
        <translation>从文件夹名称读取标签</translation>
    </message>
    <message>
        <source>Labels from a table</source>
        <translation>从表格读取标签</translation>
    </message>
    <message>
        <source>Folder that names the class</source>
        <translation>以类别命名的文件夹</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>C&amp;lass is the folder</source>
        <translation>类别取自文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n name(s))</source>
        <translation>
            <numerusform>%1（%n 个名称）</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems with the labels</source>
        <translation>标签的问题</translation>
    </message>
    <message>
        <source>What is each case? Two classes or more, at best twenty cases of each. By hand: select cases and press 1 to 9, 0 for none.</source>
        <translation>每个病例属于哪一类？至少两类，每类最好二十例以上。手动标注：选中病例后按 1–9，按 0 清除。</translation>
    </message>
    <message>
        <source>From a &amp;table (CSV, XLSX)</source>
        <translation>从表格 (CSV、XLSX)(&amp;T)</translation>
    </message>
    <message>
        <source>From the &amp;DICOM header</source>
        <translation>从 DICOM 头信息(&amp;D)</translation>
    </message>
    <message>
        <source>Labels from the DICOM header</source>
        <translation>标签取自 DICOM 头信息</translation>
    </message>
    <message>
        <source>Element of the DICOM header</source>
        <translation>DICOM 头信息中的元素</translation>
    </message>
    <message>
        <source>Sex of the patient</source>
        <translation>患者性别</translation>
    </message>
    <message>
        <source>Description of the examination</source>
        <translation>检查描述</translation>
    </message>
    <message>
        <source>Description of the series</source>
        <translation>序列描述</translation>
    </message>
    <message>
        <source>Name of the protocol</source>
        <translation>扫描方案名称</translation>
    </message>
    <message>
        <source>Part of the body</source>
        <translation>检查部位</translation>
    </message>
    <message>
        <source>Kind of scan</source>
        <translation>扫描种类</translation>
    </message>
    <message>
        <source>Maker of the scanner</source>
        <translation>设备制造商</translation>
    </message>
    <message>
        <source>The keyword of any element, such as PatientSex, or its number, such as 0010,0040.</source>
        <translation>任一元素的关键字（如 PatientSex）或编号（如 0010,0040）。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::LossChart</name>
    <message>
        <source>Wheel: zoom. Drag: move. Double click: show everything again.</source>
        <translation>滚轮：缩放。拖动：平移。双击：恢复显示全部。</translation>
    </message>
    <message>
        <source>Training loss %1.</source>
        <translation>训练损失 %1。</translation>
    </message>
    <message>
        <source>Loss on cases held back %1; lowest %2 after epoch %3.</source>
        <translation>留出病例的损失 %1；第 %3 轮后最低，为 %2。</translation>
    </message>
    <message>
        <source>AUC on them %1.</source>
        <translation>其 AUC 为 %1。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::LossPanel</name>
    <message>
        <source>Chart of the loss</source>
        <translation>损失曲线图</translation>
    </message>
    <message>
        <source>Fit to show</source>
        <translation>要显示的拟合</translation>
    </message>
    <message>
        <source>Lo&amp;garithmic</source>
        <translation>对数坐标(&amp;G)</translation>
    </message>
    <message>
        <source>Logarithmic axis of the loss</source>
        <translation>损失使用对数坐标</translation>
    </message>
    <message>
        <source>Smoothing of the training loss</source>
        <translation>训练损失的平滑程度</translation>
    </message>
    <message>
        <source>As &amp;table</source>
        <translation>显示为表格(&amp;T)</translation>
    </message>
    <message>
        <source>Show the chart as a table</source>
        <translation>将图表显示为表格</translation>
    </message>
    <message>
        <source>Save c&amp;hart…</source>
        <translation>保存图表(&amp;H)…</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Epochs of the fit</source>
        <translation>该拟合的各轮</translation>
    </message>
    <message>
        <source>S&amp;moothing</source>
        <translation>平滑(&amp;M)</translation>
    </message>
    <message>
        <source>Newest fit</source>
        <translation>最新的拟合</translation>
    </message>
    <message>
        <source>What the horizontal axis shows</source>
        <translation>横轴显示什么</translation>
    </message>
    <message>
        <source>By epoch</source>
        <translation>按轮次</translation>
    </message>
    <message>
        <source>By time</source>
        <translation>按时间</translation>
    </message>
</context>
<context>
    <name>nidus::ui::LossPlot</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Passes over the training cases (epochs)</source>
        <translation>遍历训练病例的次数（轮）</translation>
    </message>
    <message>
        <source>Each step</source>
        <translation>每一步</translation>
    </message>
    <message>
        <source>Training, smoothed</source>
        <translation>训练（平滑）</translation>
    </message>
    <message>
        <source>Held-back cases</source>
        <translation>留出病例</translation>
    </message>
    <message>
        <source>Best so far</source>
        <translation>目前最佳</translation>
    </message>
    <message>
        <source>All fits so far</source>
        <translation>迄今所有拟合</translation>
    </message>
    <message>
        <source>%1 starts to learn</source>
        <translation>%1开始学习</translation>
    </message>
    <message>
        <source>Epoch %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>training %1</source>
        <translation>训练 %1</translation>
    </message>
    <message>
        <source>held back %1</source>
        <translation>留出 %1</translation>
    </message>
    <message>
        <source>AUC %1</source>
        <translation>AUC %1</translation>
    </message>
    <message>
        <source>Decision layer</source>
        <translation>决策层</translation>
    </message>
    <message>
        <source>Model stage %1</source>
        <translation>模型第 %1 级</translation>
    </message>
    <message>
        <source>Time of training (minutes:seconds)</source>
        <translation>训练时间（分:秒）</translation>
    </message>
    <message>
        <source>Time of training (hours:minutes)</source>
        <translation>训练时间（时:分）</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>%1 时</translation>
    </message>
</context>
<context>
    <name>nidus::ui::MainWindow</name>
    <message>
        <source>Nidus</source>
        <translation>Nidus</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>主页</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open project…</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>打开最近的项目(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Home</source>
        <translation>主页(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation>数据(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Training</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Results</source>
        <translation>结果(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>颜色(&amp;C)</translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;About Nidus</source>
        <translation>关于 Nidus(&amp;A)</translation>
    </message>
    <message>
        <source>A training is running</source>
        <translation>训练正在进行</translation>
    </message>
    <message>
        <source>Opening the project</source>
        <translation>正在打开项目</translation>
    </message>
    <message>
        <source>%1 – Nidus</source>
        <translation>%1 – Nidus</translation>
    </message>
    <message>
        <source>Preparing the cases</source>
        <translation>正在准备病例</translation>
    </message>
    <message>
        <source>%1: %2 %</source>
        <translation>%1：%2 %</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>约剩 %1</translation>
    </message>
    <message>
        <source>About Nidus</source>
        <translation>关于 Nidus</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Nidus %1&lt;/h3&gt;&lt;p&gt;Turns a pretrained nnU-Net into a classifier for 3-D scans.&lt;/p&gt;&lt;p&gt;Research use only — not a medical device.&lt;/p&gt;&lt;p&gt;No network access, no telemetry. Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Nidus %1&lt;/h3&gt;&lt;p&gt;把预训练的 nnU-Net 变成三维扫描的分类器。&lt;/p&gt;&lt;p&gt;仅供研究使用——不是医疗器械。&lt;/p&gt;&lt;p&gt;不访问网络，不收集任何数据。自由软件，采用 GNU 通用公共许可证第 3 版或更高版本。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Open a &amp;classifier…</source>
        <translation>打开分类器(&amp;C)…</translation>
    </message>
    <message>
        <source>C&amp;lassify</source>
        <translation>分类(&amp;L)</translation>
    </message>
    <message>
        <source>classified.csv</source>
        <translation>分类结果.csv</translation>
    </message>
    <message>
        <source>Classifying: %1</source>
        <translation>正在分类：%1</translation>
    </message>
    <message>
        <source>The table was saved</source>
        <translation>表格已保存</translation>
    </message>
    <message>
        <source>The classifier was saved</source>
        <translation>分类器已保存</translation>
    </message>
    <message>
        <source>Classify scans with it</source>
        <translation>用它分类扫描</translation>
    </message>
    <message>
        <source>Training and classifying need the same processor. Drop the scans again when it is done.</source>
        <translation>训练和分类使用同一处理器。请在训练完成后再次拖放扫描。</translation>
    </message>
    <message>
        <source>Which classifier should look at these scans?</source>
        <translation>用哪个分类器处理这些扫描？</translation>
    </message>
    <message>
        <source>They wait until a classifier (NAME.nidusmodel) is open.</source>
        <translation>打开分类器（NAME.nidusmodel）之后即开始处理。</translation>
    </message>
    <message>
        <source>Choose a classifier…</source>
        <translation>选择分类器…</translation>
    </message>
    <message>
        <source>&amp;New project…</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>The chart was not saved</source>
        <translation>图表未保存</translation>
    </message>
    <message>
        <source>Choose a name that ends in .png, .svg, .pdf or .csv.</source>
        <translation>请选择以 .png、.svg、.pdf 或 .csv 结尾的文件名。</translation>
    </message>
    <message>
        <source>Pause it before you open another project. What is finished will be kept.</source>
        <translation>打开其他项目前请先暂停训练。已完成的部分会保留。</translation>
    </message>
    <message>
        <source>The chart was saved</source>
        <translation>图表已保存</translation>
    </message>
    <message>
        <source>Making the sample data</source>
        <translation>正在生成示例数据</translation>
    </message>
    <message>
        <source>The report is being written</source>
        <translation>正在写入报告</translation>
    </message>
    <message>
        <source>The report was written</source>
        <translation>报告已写入</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Labels cannot be changed now</source>
        <translation>现在无法更改标签</translation>
    </message>
    <message>
        <source>Something works with the cases of this project. Try again when it is done.</source>
        <translation>此项目的病例正在使用中。请在结束后重试。</translation>
    </message>
    <message>
        <source>The label was changed</source>
        <translation>标签已更改</translation>
    </message>
    <message>
        <source>This run was trained with the labels as they were; train again to use the new ones.</source>
        <translation>此次训练使用的是当时的标签；重新训练后才会使用新标签。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message numerus="yes">
        <source>%n series were in the project already.</source>
        <translation>
            <numerusform>%n 个序列已在项目中。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) did not have all their images.</source>
        <translation>
            <numerusform>%n 个病例的图像不齐全。</numerusform>
        </translation>
    </message>
    <message>
        <source>The new ones have no label yet: select them and press 1 to 9.</source>
        <translation>新病例尚无标签：选中后按 1–9 标注。</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) were added</source>
        <translation>
            <numerusform>已添加 %n 个病例</numerusform>
        </translation>
    </message>
    <message>
        <source>The language changes in a moment</source>
        <translation>语言稍后切换</translation>
    </message>
    <message>
        <source>Something is running. As soon as it has ended, Nidus speaks the language that you chose.</source>
        <translation>有任务正在运行。任务一结束，Nidus 就会切换到您选择的语言。</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Another LibTorch is not used</source>
        <translation>未使用另选的 LibTorch</translation>
    </message>
    <message>
        <source>&amp;Third-party software…</source>
        <translation>第三方软件(&amp;T)…</translation>
    </message>
    <message>
        <source>Third-party software</source>
        <translation>第三方软件</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
</context>
<context>
    <name>nidus::ui::MessageArea</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ModelPage</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ModelPanel</name>
    <message>
        <source>Choose a &amp;file…</source>
        <translation>选择文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose a checkpoint or archive</source>
        <translation>选择检查点或压缩包</translation>
    </message>
    <message>
        <source>Choose a f&amp;older…</source>
        <translation>选择文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Choose a folder of results</source>
        <translation>选择结果文件夹</translation>
    </message>
    <message>
        <source>The pretrained model</source>
        <translation>预训练模型</translation>
    </message>
    <message>
        <source>Problems of the model</source>
        <translation>模型的问题</translation>
    </message>
    <message>
        <source>Checkpoints can contain program code. Nidus reads only numbers and texts, and runs nothing of what is in them.</source>
        <translation>检查点文件可能含有程序代码。Nidus 只读取其中的数字和文字，不运行其中任何内容。</translation>
    </message>
    <message>
        <source>What was read of the model</source>
        <translation>从模型读到的内容</translation>
    </message>
    <message>
        <source>Does it suit your scans?</source>
        <translation>是否适合您的扫描？</translation>
    </message>
    <message>
        <source>What was read</source>
        <translation>读到的内容</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>Reading the model…</source>
        <translation>正在读取模型…</translation>
    </message>
    <message>
        <source>Drop a model here</source>
        <translation>把模型拖放到这里</translation>
    </message>
    <message>
        <source>A checkpoint (.pth), a folder of nnU-Net&apos;s results, or an exported ZIP.</source>
        <translation>检查点（.pth）、nnU-Net 结果文件夹，或导出的 ZIP。</translation>
    </message>
    <message>
        <source>Comparing it with your scans…</source>
        <translation>正在与您的扫描比较…</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ModelStep</name>
    <message>
        <source>Pretrained model</source>
        <translation>预训练模型</translation>
    </message>
    <message>
        <source>An nnU-Net that somebody has trained. Nidus reads its numbers and texts and runs none of its code.</source>
        <translation>他人训练好的 nnU-Net。Nidus 只读取其中的数字和文字，不运行其代码。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ModelText</name>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>by mean and spread of each scan</source>
        <translation>按每个扫描自身的均值和离散度</translation>
    </message>
    <message>
        <source>Hounsfield units, as in the model&apos;s own scans (CT)</source>
        <translation>亨斯菲尔德单位，与模型自己的扫描一致（CT）</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>to the range 0 to 1</source>
        <translation>缩放到 0 至 1</translation>
    </message>
    <message>
        <source>colours, to the range 0 to 1</source>
        <translation>彩色，缩放到 0 至 1</translation>
    </message>
    <message numerus="yes">
        <source>%n image(s) per case, as the model needs.</source>
        <translation>
            <numerusform>每个病例 %n 个图像，符合模型要求。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model needs %n image(s) per case; the cases have %1.</source>
        <translation>
            <numerusform>模型要求每个病例 %n 个图像；现有 %1 个。</numerusform>
        </translation>
    </message>
    <message>
        <source>The model is for CT. The files do not say what they are.</source>
        <translation>模型用于 CT。文件没有说明自己是哪种扫描。</translation>
    </message>
    <message>
        <source>The files do not say what kind of scan they are.</source>
        <translation>文件没有说明是哪种扫描。</translation>
    </message>
    <message>
        <source>The scans are CT, as the model&apos;s own were.</source>
        <translation>扫描是 CT，与模型自己的扫描一致。</translation>
    </message>
    <message>
        <source>The scans are %1; the model scales each scan by itself.</source>
        <translation>扫描是 %1；模型按每个扫描自身调整亮度。</translation>
    </message>
    <message>
        <source>The model is for CT and counts on Hounsfield units, but the scans are %1.</source>
        <translation>模型用于 CT，依赖亨斯菲尔德单位，但扫描是 %1。</translation>
    </message>
    <message>
        <source>The scans are CT; the model scales each scan by itself and does not use Hounsfield units.</source>
        <translation>扫描是 CT；模型按每个扫描自身调整亮度，不使用亨斯菲尔德单位。</translation>
    </message>
    <message>
        <source>Voxels of %1 mm are brought to %2 mm.</source>
        <translation>体素从 %1 mm 重采样到 %2 mm。</translation>
    </message>
    <message>
        <source>Voxels of %1 mm are brought to %2 mm, a factor of %3: detail is made up or lost.</source>
        <translation>体素从 %1 mm 重采样到 %2 mm，相差 %3 倍：细节会丢失或凭空产生。</translation>
    </message>
    <message>
        <source>A scan becomes %1 voxels; the model learned on %2.</source>
        <translation>扫描变为 %1 体素；模型学习时为 %2。</translation>
    </message>
    <message>
        <source>A scan becomes %1 voxels, but the model learned on %2: it sees far more, or far less, of the body at once.</source>
        <translation>扫描变为 %1 体素，而模型学习时为 %2：它一次看到的身体范围大得多或小得多。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>Trainer</source>
        <translation>训练器</translation>
    </message>
    <message>
        <source>Configuration and fold</source>
        <translation>配置与折</translation>
    </message>
    <message>
        <source>Epochs trained</source>
        <translation>训练轮数</translation>
    </message>
    <message>
        <source>Images per case</source>
        <translation>每个病例的图像</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Voxels</source>
        <translation>体素</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>Sees at once</source>
        <translation>一次看到</translation>
    </message>
    <message>
        <source>%1 voxels</source>
        <translation>%1 体素</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n stage(s), %2 million weights</source>
        <translation>
            <numerusform>%1，%n 级，%2 百万权重</numerusform>
        </translation>
    </message>
    <message>
        <source>residual</source>
        <translation>残差</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Features of the stages</source>
        <translation>各级特征数</translation>
    </message>
    <message>
        <source>Labels of its own task</source>
        <translation>原任务的标签</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>%1 used, %2 adapted, %3 missing, %4 of the file not needed (decoder)</source>
        <translation>采用 %1 个，改造 %2 个，缺少 %3 个，文件中 %4 个不需要（解码器）</translation>
    </message>
</context>
<context>
    <name>nidus::ui::NewProjectWizard</name>
    <message>
        <source>Project %1</source>
        <translation>项目 %1</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Check and start</source>
        <translation>检查并开始</translation>
    </message>
</context>
<context>
    <name>nidus::ui::NumberCut</name>
    <message>
        <source>T&amp;wo classes: at or above</source>
        <translation>分为两类：不低于(&amp;W)</translation>
    </message>
    <message>
        <source>Make two classes of the numbers in the column</source>
        <translation>把该列的数字分为两类</translation>
    </message>
    <message>
        <source>Number from which on it is the other class</source>
        <translation>分为两类的界值</translation>
    </message>
    <message>
        <source>Rows on either side</source>
        <translation>两侧各有多少行</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) at or above</source>
        <translation>
            <numerusform>不低于：%n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n below</source>
        <translation>
            <numerusform>低于：%n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a number</source>
        <translation>
            <numerusform>不是数字：%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>nidus::ui::PhasesEditor</name>
    <message>
        <source>Add a phase</source>
        <translation>添加阶段</translation>
    </message>
    <message>
        <source>Add a phase of unfreezing</source>
        <translation>添加一个解冻阶段</translation>
    </message>
    <message>
        <source>Phase %1: stages that learn</source>
        <extracomment>Unit in a spin box: stages of the model that learn</extracomment>
        <translation>第 %1 阶段：参与学习的级数</translation>
    </message>
    <message>
        <source>stages</source>
        <translation>级</translation>
    </message>
    <message>
        <source>Phase %1: epochs</source>
        <extracomment>Unit in a spin box</extracomment>
        <translation>第 %1 阶段：轮数</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Remove phase %1</source>
        <translation>移除第 %1 阶段</translation>
    </message>
</context>
<context>
    <name>nidus::ui::PlaceStates</name>
    <message>
        <source>The cases are being prepared.</source>
        <translation>正在准备病例。</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) have no label.</source>
        <translation>
            <numerusform>%n 个病例没有标签。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) cannot be used.</source>
        <translation>
            <numerusform>%n 个病例不能使用。</numerusform>
        </translation>
    </message>
    <message>
        <source>The model is being read.</source>
        <translation>正在读取模型。</translation>
    </message>
    <message>
        <source>A training is running.</source>
        <translation>训练正在进行。</translation>
    </message>
    <message>
        <source>The training failed.</source>
        <translation>训练失败。</translation>
    </message>
    <message>
        <source>A training is not finished; it can go on.</source>
        <translation>有训练尚未完成，可以继续。</translation>
    </message>
    <message>
        <source>Predictions arrive while the training runs.</source>
        <translation>训练过程中会陆续给出预测。</translation>
    </message>
    <message>
        <source>The data has changed since the training.</source>
        <translation>训练之后数据有改动。</translation>
    </message>
    <message>
        <source>Scans are being classified.</source>
        <translation>正在对扫描分类。</translation>
    </message>
    <message numerus="yes">
        <source>%n scan(s) were not classified or are doubtful.</source>
        <translation>
            <numerusform>%n 个扫描未能分类或结果存疑。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>尚无内容</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>nidus::ui::PredictionTableModel</name>
    <message>
        <source>(unknown)</source>
        <translation>（未知）</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>No label</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>True</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折</translation>
    </message>
    <message>
        <source>Probability: %1</source>
        <translation>概率：%1</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>缩略图</translation>
    </message>
</context>
<context>
    <name>nidus::ui::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>Close the preferences</source>
        <translation>关闭首选项</translation>
    </message>
    <message>
        <source>Pages of the preferences</source>
        <translation>首选项的页面</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>阅片</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>nidus::ui::PresetPicker</name>
    <message>
        <source>Takes the pretrained model as it is and learns only the last decision. Seconds to a few minutes.</source>
        <translation>原样使用预训练模型，只学习最后的判断。几秒到几分钟。</translation>
    </message>
    <message>
        <source>Balanced (recommended)</source>
        <translation>均衡（推荐）</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>深入</translation>
    </message>
    <message>
        <source>Starts like Quick, then gently adapts the deepest part of the model. The adapted model is kept only if it does better on cases that were held back.</source>
        <translation>先做“快速”的步骤，再温和地调整模型最深的部分。只有在留出病例上表现更好时，才保留调整后的模型。</translation>
    </message>
    <message>
        <source>Like Balanced, but trains three models for each fold and joins them. Takes up to twice as long.</source>
        <translation>与“均衡”相同，但每折训练三个模型并取平均，耗时不到两倍。</translation>
    </message>
    <message>
        <source>Time and memory that it takes</source>
        <translation>所需的时间和内存</translation>
    </message>
</context>
<context>
    <name>nidus::ui::PresetsPanel</name>
    <message>
        <source>Grey values of the viewer</source>
        <translation>阅片的灰度</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>添加(&amp;A)</translation>
    </message>
    <message>
        <source>Add grey values</source>
        <translation>添加灰度</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Remove the chosen grey values</source>
        <translation>移除所选的灰度</translation>
    </message>
    <message>
        <source>The keys 1 to 9 use them, in this order. The level is the value that is drawn in middle grey, the width the range from black to white; a width of 0 takes what suits the scan.</source>
        <translation>按键 1 至 9 依次使用下列灰度。窗位是显示为中灰的值，窗宽是从黑到白的范围；窗宽为 0 表示按扫描自动选取。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>窗位</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>窗宽</translation>
    </message>
    <message>
        <source>Restore &amp;defaults</source>
        <translation>恢复默认(&amp;D)</translation>
    </message>
    <message>
        <source>Restore the default list</source>
        <translation>恢复默认列表</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
</context>
<context>
    <name>nidus::ui::PrevalenceBox</name>
    <message>
        <source>Assumed prevalence, per cent</source>
        <translation>假定患病率（百分比）</translation>
    </message>
    <message>
        <source>As in these cases</source>
        <translation>与这些病例相同</translation>
    </message>
    <message>
        <source>Use the prevalence among these cases</source>
        <translation>使用这些病例中的患病率</translation>
    </message>
    <message>
        <source>Assumed pre&amp;valence:</source>
        <translation>假定患病率(&amp;V)：</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>How common the class is where the classifier would be used. Predictive values depend on it; sensitivity and specificity do not.</source>
        <translation>在分类器的使用场合，该类别有多常见。预测值取决于它，灵敏度和特异度则不然。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ProblemGroups</name>
    <message>
        <source>Not an image</source>
        <translation>不是图像</translation>
    </message>
    <message>
        <source>Files are damaged or incomplete</source>
        <translation>文件损坏或不完整</translation>
    </message>
    <message>
        <source>Copy them again from their source, or use the series without the damaged files.</source>
        <translation>请重新从来源复制，或去掉损坏的文件后采用。</translation>
    </message>
    <message>
        <source>Use without the damaged files</source>
        <translation>去掉损坏的文件后采用</translation>
    </message>
    <message>
        <source>The compression cannot be read</source>
        <translation>无法读取其压缩方式</translation>
    </message>
    <message>
        <source>Export them again without compression, or with JPEG 2000 or JPEG-LS.</source>
        <translation>请以不压缩、JPEG 2000 或 JPEG-LS 重新导出。</translation>
    </message>
    <message>
        <source>Files that are no scans</source>
        <translation>不是扫描的文件</translation>
    </message>
    <message>
        <source>Archives inside of folders</source>
        <translation>文件夹中的压缩包</translation>
    </message>
    <message>
        <source>Add an archive by itself to open it.</source>
        <translation>请单独添加压缩包以打开它。</translation>
    </message>
    <message>
        <source>Very few slices</source>
        <translation>层数很少</translation>
    </message>
    <message>
        <source>Mostly overviews. Use them only if they are meant.</source>
        <translation>多为定位像。确实需要时才采用。</translation>
    </message>
    <message>
        <source>Use them all the same</source>
        <translation>仍然采用</translation>
    </message>
    <message>
        <source>Slices are missing</source>
        <translation>缺少层面</translation>
    </message>
    <message>
        <source>Copy the series again, or fill the gaps from their neighbours.</source>
        <translation>请重新复制序列，或用相邻层面补齐。</translation>
    </message>
    <message>
        <source>Fill the gaps</source>
        <translation>补齐缺层</translation>
    </message>
    <message>
        <source>Duplicate images were ignored</source>
        <translation>已忽略重复图像</translation>
    </message>
    <message>
        <source>Mixed series were split</source>
        <translation>混合序列已拆分</translation>
    </message>
    <message>
        <source>Each part stands alone. Leave out those not needed.</source>
        <translation>各部分独立。请排除不需要的。</translation>
    </message>
    <message>
        <source>Overviews, derived images and screenshots</source>
        <translation>定位像、派生图像和截图</translation>
    </message>
    <message>
        <source>Use them only if they are meant.</source>
        <translation>确实需要时才采用。</translation>
    </message>
    <message>
        <source>The gantry was tilted</source>
        <translation>机架倾斜</translation>
    </message>
    <message>
        <source>The slices can be moved upright. Edges then fade.</source>
        <translation>可以把层面扶正，边缘会变淡。</translation>
    </message>
    <message>
        <source>Straighten them</source>
        <translation>扶正</translation>
    </message>
    <message>
        <source>Several time points or phases were split</source>
        <translation>多个时相已拆分</translation>
    </message>
    <message>
        <source>Each is offered. Leave out those not needed.</source>
        <translation>各时相均可选用。请排除不需要的。</translation>
    </message>
    <message>
        <source>Spacing or position is missing</source>
        <translation>缺少间距或位置信息</translation>
    </message>
    <message>
        <source>Export them again with their full headers.</source>
        <translation>请带完整文件头重新导出。</translation>
    </message>
    <message>
        <source>CT without a scale of values</source>
        <translation>CT 没有数值标度</translation>
    </message>
    <message>
        <source>Export them again. If the numbers are Hounsfield units already, take them as they are.</source>
        <translation>请重新导出。如果数值已是亨斯菲尔德单位，可直接采用。</translation>
    </message>
    <message>
        <source>Take the numbers as they are</source>
        <translation>直接采用数值</translation>
    </message>
    <message>
        <source>Colour images</source>
        <translation>彩色图像</translation>
    </message>
    <message>
        <source>One grey value per voxel is needed.</source>
        <translation>每个体素需要一个灰度值。</translation>
    </message>
    <message>
        <source>Text may be burned into the images</source>
        <translation>图像中可能烧录了文字</translation>
    </message>
    <message>
        <source>A classifier may learn from it. Look at them, or leave them out.</source>
        <translation>分类器可能会从中学习。请查看或排除。</translation>
    </message>
    <message>
        <source>Compressed with loss</source>
        <translation>有损压缩</translation>
    </message>
    <message>
        <source>Fine detail may be gone.</source>
        <translation>细节可能已丢失。</translation>
    </message>
    <message>
        <source>Slices lie upon each other</source>
        <translation>层面重叠</translation>
    </message>
    <message>
        <source>Split the series, or use the first slice at each place.</source>
        <translation>请拆分序列，或在每个位置取第一层。</translation>
    </message>
    <message>
        <source>Use the first of each</source>
        <translation>各取第一层</translation>
    </message>
    <message>
        <source>The slices are not evenly spaced</source>
        <translation>层间距不均匀</translation>
    </message>
    <message>
        <source>Export them again as an even series.</source>
        <translation>请按均匀间距重新导出。</translation>
    </message>
    <message>
        <source>Low values are bright</source>
        <translation>低值为亮</translation>
    </message>
    <message>
        <source>Padding outside of the field</source>
        <translation>视野外有填充</translation>
    </message>
    <message>
        <source>The meaning of the grey values is unknown</source>
        <translation>灰度值含义未知</translation>
    </message>
    <message>
        <source>Export them again as plain images.</source>
        <translation>请按普通图像重新导出。</translation>
    </message>
    <message>
        <source>A mosaic that cannot be unfolded</source>
        <translation>无法展开的拼图</translation>
    </message>
    <message>
        <source>Export them again as single slices.</source>
        <translation>请按单层重新导出。</translation>
    </message>
    <message>
        <source>The encoding of texts is unknown</source>
        <translation>文字编码未知</translation>
    </message>
    <message>
        <source>Names may look wrong. The images are fine.</source>
        <translation>姓名可能显示有误，图像没有问题。</translation>
    </message>
    <message>
        <source>This build cannot read them</source>
        <translation>本版本无法读取</translation>
    </message>
    <message>
        <source>Use a build with all readers.</source>
        <translation>请使用包含全部读取功能的版本。</translation>
    </message>
    <message>
        <source>Archives that are damaged</source>
        <translation>损坏的压缩包</translation>
    </message>
    <message>
        <source>Copy them again from their source.</source>
        <translation>请重新从来源复制。</translation>
    </message>
    <message>
        <source>Archives that would write elsewhere</source>
        <translation>会写到别处的压缩包</translation>
    </message>
    <message>
        <source>Do not trust them.</source>
        <translation>请勿信任。</translation>
    </message>
    <message>
        <source>Archives that are too large</source>
        <translation>过大的压缩包</translation>
    </message>
    <message>
        <source>Unpack them yourself, and add the folder.</source>
        <translation>请自行解压后添加文件夹。</translation>
    </message>
    <message>
        <source>Archives with a password</source>
        <translation>有密码的压缩包</translation>
    </message>
    <message>
        <source>Files or folders that cannot be opened</source>
        <translation>无法打开的文件或文件夹</translation>
    </message>
    <message>
        <source>Check the rights, and the drive.</source>
        <translation>请检查权限和磁盘。</translation>
    </message>
    <message>
        <source>Neither files nor folders</source>
        <translation>既不是文件也不是文件夹</translation>
    </message>
    <message>
        <source>How the patient lies is unknown</source>
        <translation>患者方位未知</translation>
    </message>
    <message>
        <source>The axes are taken as they are stored.</source>
        <translation>按存储的轴采用。</translation>
    </message>
    <message>
        <source>Several volumes in one file</source>
        <translation>一个文件含多个体数据</translation>
    </message>
    <message>
        <source>Split it, and add the volume that is meant.</source>
        <translation>请拆分并添加所需的体数据。</translation>
    </message>
    <message>
        <source>Image files are damaged</source>
        <translation>图像文件损坏</translation>
    </message>
    <message>
        <source>Export or copy them again.</source>
        <translation>请重新导出或复制。</translation>
    </message>
    <message>
        <source>Image files are too large</source>
        <translation>图像文件过大</translation>
    </message>
    <message>
        <source>They are probably damaged.</source>
        <translation>很可能已损坏。</translation>
    </message>
    <message>
        <source>Colours or vectors</source>
        <translation>彩色或向量</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ProblemPanel</name>
    <message>
        <source>Show only these</source>
        <translation>只显示这些</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message numerus="yes">
        <source>%n series, %1 used</source>
        <translation>
            <numerusform>%n 个序列，采用 %1 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Leave them out again</source>
        <translation>重新排除</translation>
    </message>
    <message>
        <source>Leave all of them out</source>
        <translation>全部排除</translation>
    </message>
    <message>
        <source>Use all of them</source>
        <translation>全部采用</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1:%2</translation>
    </message>
    <message>
        <source>Problems of the scans</source>
        <translation>扫描的问题</translation>
    </message>
</context>
<context>
    <name>nidus::ui::QueuePanel</name>
    <message>
        <source>Start the &amp;next</source>
        <translation>开始下一个(&amp;N)</translation>
    </message>
    <message>
        <source>Start the next training that waits</source>
        <translation>开始下一个等待中的训练</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>The next one starts by itself when this training has its result.</source>
        <translation>当前训练得出结果后，下一个自动开始。</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Remove %1 from the queue</source>
        <translation>从队列中移除“%1”</translation>
    </message>
    <message>
        <source>They wait. The next one starts from here, or by itself when another training has its result.</source>
        <translation>它们在等待。可在此开始下一个，或在其他训练得出结果后自动开始。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::RankingView</name>
    <message>
        <source>ROC curve</source>
        <translation>ROC 曲线</translation>
    </message>
    <message>
        <source>Precision and recall</source>
        <translation>精确率与召回率</translation>
    </message>
    <message>
        <source>1 − specificity</source>
        <translation>1 − 特异度</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <source>Recall (sensitivity)</source>
        <translation>召回率（灵敏度）</translation>
    </message>
    <message>
        <source>Precision (positive predictive value)</source>
        <translation>精确率（阳性预测值）</translation>
    </message>
    <message>
        <source>Not defined: the tested cases are all of one class.</source>
        <translation>无定义：受测病例全部属于同一类别。</translation>
    </message>
    <message>
        <source>Share of this class</source>
        <translation>该类别所占比例</translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>随机猜测</translation>
    </message>
    <message>
        <source>Click, drag or use the arrow keys to move the operating point.</source>
        <translation>单击、拖动或用方向键移动工作点。</translation>
    </message>
    <message>
        <source>ROC curve: AUC %1, all folds pooled</source>
        <extracomment>AUC with its interval, then of which kind</extracomment>
        <translation>ROC 曲线：AUC %1（各折合并）</translation>
    </message>
    <message>
        <source>Precision and recall: average precision %1</source>
        <translation>精确率与召回率：平均精确率 %1</translation>
    </message>
</context>
<context>
    <name>nidus::ui::RecentList</name>
    <message>
        <source>Open project %1</source>
        <translation>打开项目 %1</translation>
    </message>
    <message>
        <source>Pinned: stays at the top of the list</source>
        <translation>已固定：保持在列表顶部</translation>
    </message>
    <message>
        <source>Keep at the top of the list</source>
        <translation>固定在列表顶部</translation>
    </message>
    <message>
        <source>Pin project %1</source>
        <translation>固定项目 %1</translation>
    </message>
    <message>
        <source>Not found: %1</source>
        <translation>未找到：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n 个病例</numerusform>
        </translation>
    </message>
    <message>
        <source>What to do with the project</source>
        <translation>对该项目的操作</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>在文件夹中显示(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Remove from the list</source>
        <translation>从列表中移除(&amp;R)</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>定位…</translation>
    </message>
    <message>
        <source>Choose the folder that the project was moved to</source>
        <translation>选择项目所移到的文件夹</translation>
    </message>
    <message>
        <source>Locate project %1</source>
        <translation>定位项目 %1</translation>
    </message>
</context>
<context>
    <name>nidus::ui::RecentProjects</name>
    <message>
        <source>%1 is another project than the one that is missing. Choose the folder that %2 was moved to, or open the other project by itself.</source>
        <translation>%1 不是缺失的那个项目。请选择 %2 所移到的文件夹，或单独打开这个项目。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::RecipeForm</name>
    <message>
        <source>Look for a setting</source>
        <translation>查找设置</translation>
    </message>
    <message>
        <source>%1: back to the preset</source>
        <translation>%1：恢复预设值</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1，已更改</translation>
    </message>
    <message>
        <source>Changed. Back to the preset</source>
        <translation>已更改。恢复预设值</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n changed)</source>
        <translation>
            <numerusform>%1（%n 项已更改）</numerusform>
        </translation>
    </message>
    <message>
        <source>Pretrained weights</source>
        <translation>预训练权重</translation>
    </message>
    <message>
        <source>Off: the model starts from random weights.</source>
        <translation>关闭时，模型从随机权重开始。</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>How what the model sees becomes one row of numbers per case.</source>
        <translation>模型所见如何汇总为每个病例的一行数字。</translation>
    </message>
    <message>
        <source>Probe first</source>
        <translation>先做线性探针</translation>
    </message>
    <message>
        <source>Learns the decision on the frozen model, and starts fine-tuning from it.</source>
        <translation>在冻结的模型上学习判断，微调由此开始。</translation>
    </message>
    <message>
        <source>Penalties of the probe</source>
        <translation>探针的惩罚强度</translation>
    </message>
    <message>
        <source>Inverse strengths C to choose from; small ones hold the decision back.</source>
        <translation>可供选择的 C 值（强度的倒数），越小越保守。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>丢弃率</translation>
    </message>
    <message>
        <source>Share of the features that is left out at each step, against over-fitting.</source>
        <translation>每一步随机略去的特征比例，用于防止过拟合。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Which of the two models of a fold stands.</source>
        <translation>每一折的两个模型保留哪一个。</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>How the weights follow the gradient.</source>
        <translation>权重如何随梯度变化。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>How long SGD goes on in its direction.</source>
        <translation>SGD 沿原方向延续的程度。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Draws the weights towards zero, a little.</source>
        <translation>把权重略微拉向零。</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>cases</source>
        <translation>例</translation>
    </message>
    <message>
        <source>Go through the model together. More need more memory.</source>
        <translation>同时通过模型的病例数；越多越占内存。</translation>
    </message>
    <message>
        <source>Accumulation</source>
        <translation>梯度累积</translation>
    </message>
    <message>
        <source>batches</source>
        <translation>批</translation>
    </message>
    <message>
        <source>Per step: a larger step without more memory.</source>
        <translation>每步累积的批数：步子更大而不多占内存。</translation>
    </message>
    <message>
        <source>Gradient limit</source>
        <translation>梯度上限</translation>
    </message>
    <message>
        <source>A longer gradient is cut to this length.</source>
        <translation>更长的梯度截短到此长度。</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>Share of certainty that is given to the other classes.</source>
        <translation>分给其他类别的确定性比例。</translation>
    </message>
    <message>
        <source>Averaged weights (EMA)</source>
        <translation>权重平均（EMA）</translation>
    </message>
    <message>
        <source>Decay per step of the mean that is kept in place of the last weights; 0: none.</source>
        <translation>以滑动平均代替最后的权重，此为每步的衰减；0 为不用。</translation>
    </message>
    <message>
        <source>Unfreezing</source>
        <translation>解冻</translation>
    </message>
    <message>
        <source>How many stages learn, from the deepest, and for how many epochs. None: the probe alone.</source>
        <translation>从最深处起有几级参与学习、各几轮。没有则只做线性探针。</translation>
    </message>
    <message>
        <source>Rate of the decision</source>
        <translation>决策层学习率</translation>
    </message>
    <message>
        <source>Learning rate of the last layer.</source>
        <translation>最后一层的学习率。</translation>
    </message>
    <message>
        <source>Rate of the model</source>
        <translation>模型学习率</translation>
    </message>
    <message>
        <source>Learning rate of the deepest stage; too high, and it forgets what it knew.</source>
        <translation>最深一级的学习率；太高会忘掉已学到的东西。</translation>
    </message>
    <message>
        <source>Decay per stage</source>
        <translation>逐级衰减</translation>
    </message>
    <message>
        <source>Each shallower stage learns slower by this factor.</source>
        <translation>每浅一级，学习率乘以此系数。</translation>
    </message>
    <message>
        <source>Course of the rates</source>
        <translation>学习率变化</translation>
    </message>
    <message>
        <source>How they fall after the warm-up.</source>
        <translation>预热之后如何下降。</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Until a part that was opened learns at its full rate.</source>
        <translation>新开放的部分经过多少步达到完整的学习率。</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>折数</translation>
    </message>
    <message>
        <source>Parts that are tested in turns, where the table names none.</source>
        <translation>轮流测试的份数；表格已指定折时不用。</translation>
    </message>
    <message>
        <source>Held-out share</source>
        <translation>留出比例</translation>
    </message>
    <message>
        <source>Tested once, in place of folds; 0: folds.</source>
        <translation>代替分折，只测试一次；0 为分折。</translation>
    </message>
    <message>
        <source>Inner folds</source>
        <translation>内层折数</translation>
    </message>
    <message>
        <source>Within the training cases, for every choice that is made there.</source>
        <translation>在训练病例内部，用于作出各项选择。</translation>
    </message>
    <message>
        <source>Choose the epochs</source>
        <translation>选择轮数</translation>
    </message>
    <message>
        <source>By the cases that the inner folds hold back; else all are run.</source>
        <translation>依据内层折的留出病例选择；否则训练全部轮数。</translation>
    </message>
    <message>
        <source>Models per fold</source>
        <translation>每折模型数</translation>
    </message>
    <message>
        <source>Trained with other random draws, and joined.</source>
        <translation>以不同的随机数训练，再合并。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Fixed views</source>
        <translation>固定视图</translation>
    </message>
    <message>
        <source>per case</source>
        <translation>个/例</translation>
    </message>
    <message>
        <source>Augmented once and kept on disk, for all fits; 0: drawn anew each time, which takes much longer.</source>
        <translation>数据增强只做一次并保存在磁盘上，供所有拟合使用；0 为每次重新抽取，耗时长得多。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The same seed, cases and device give the same weights.</source>
        <translation>种子、病例和设备相同，则权重相同。</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Changes the training images at random, so that the model does not learn them by heart.</source>
        <translation>随机改变训练图像，以免模型死记。</translation>
    </message>
    <message>
        <source>In which share of the images.</source>
        <translation>用于多大比例的图像。</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Largest rotation</source>
        <translation>最大旋转角</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>About each axis, to either side.</source>
        <translation>绕每个轴，向两侧。</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>In which share of the images. Only where size does not matter.</source>
        <translation>用于多大比例的图像。仅在大小无关紧要时使用。</translation>
    </message>
    <message>
        <source>Zoom, from</source>
        <translation>缩放下限</translation>
    </message>
    <message>
        <source>Factor of the sampling: below 1 things become larger.</source>
        <translation>采样倍数：小于 1 时物体变大。</translation>
    </message>
    <message>
        <source>Zoom, to</source>
        <translation>缩放上限</translation>
    </message>
    <message>
        <source>Above 1 things become smaller.</source>
        <translation>大于 1 时物体变小。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Strongest noise</source>
        <translation>最强噪声</translation>
    </message>
    <message>
        <source>In standard deviations of the image.</source>
        <translation>以图像的标准差为单位。</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Blur, from</source>
        <translation>模糊下限</translation>
    </message>
    <message>
        <source>voxels</source>
        <translation>体素</translation>
    </message>
    <message>
        <source>Width of the smoothing.</source>
        <translation>平滑的宽度。</translation>
    </message>
    <message>
        <source>Blur, to</source>
        <translation>模糊上限</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Brightness, from</source>
        <translation>亮度下限</translation>
    </message>
    <message>
        <source>All values are multiplied by it.</source>
        <translation>所有数值乘以此数。</translation>
    </message>
    <message>
        <source>Brightness, to</source>
        <translation>亮度上限</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Contrast, from</source>
        <translation>对比度下限</translation>
    </message>
    <message>
        <source>Distance from the mean is multiplied by it.</source>
        <translation>与平均值的差乘以此数。</translation>
    </message>
    <message>
        <source>Contrast, to</source>
        <translation>对比度上限</translation>
    </message>
    <message>
        <source>Low resolution</source>
        <translation>低分辨率</translation>
    </message>
    <message>
        <source>Lowest resolution</source>
        <translation>最低分辨率</translation>
    </message>
    <message>
        <source>Share of the original one.</source>
        <translation>为原分辨率的比例。</translation>
    </message>
    <message>
        <source>Inverted gamma</source>
        <translation>反相伽马</translation>
    </message>
    <message>
        <source>Gamma of the negative; in which share.</source>
        <translation>对反相图像做伽马变换；用于多大比例的图像。</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Gamma, from</source>
        <translation>伽马下限</translation>
    </message>
    <message>
        <source>Below 1 dark values become brighter.</source>
        <translation>小于 1 时暗处变亮。</translation>
    </message>
    <message>
        <source>Gamma, to</source>
        <translation>伽马上限</translation>
    </message>
    <message>
        <source>Above 1 they become darker.</source>
        <translation>大于 1 时变暗。</translation>
    </message>
    <message>
        <source>Mirror along</source>
        <translation>镜像轴</translation>
    </message>
    <message>
        <source>Never left and right where the side matters. Axes as the plan orders them; the first runs through the slices.</source>
        <translation>左右有别时切勿左右镜像。轴序按方案，第一轴为层方向。</translation>
    </message>
    <message>
        <source>mean and maximum of every stage</source>
        <translation>各级的平均与最大</translation>
    </message>
    <message>
        <source>mean of every stage</source>
        <translation>各级的平均</translation>
    </message>
    <message>
        <source>before each normalisation</source>
        <translation>各归一化之前</translation>
    </message>
    <message>
        <source>mean within the foreground</source>
        <translation>前景内的平均</translation>
    </message>
    <message>
        <source>deepest stage, 2 × 2 × 2</source>
        <translation>最深一级，2 × 2 × 2</translation>
    </message>
    <message>
        <source>mean and maximum of the deepest stage</source>
        <translation>最深一级的平均与最大</translation>
    </message>
    <message>
        <source>mean of the deepest stage</source>
        <translation>最深一级的平均</translation>
    </message>
    <message>
        <source>mean and maximum of every stage, parts of large scans weighed</source>
        <translation>各级的平均与最大，大图像的各部分加权</translation>
    </message>
    <message>
        <source>whichever the probe does best with</source>
        <translation>由探针选最好的</translation>
    </message>
    <message>
        <source>the better one</source>
        <translation>较好的一个</translation>
    </message>
    <message>
        <source>the probe</source>
        <translation>线性探针</translation>
    </message>
    <message>
        <source>the fine-tuned one</source>
        <translation>微调后的</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation>带动量的 SGD</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>polynomial, as nnU-Net</source>
        <translation>多项式（同 nnU-Net）</translation>
    </message>
    <message>
        <source>Network and head</source>
        <translation>网络与分类头</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Learning rates and unfreezing</source>
        <translation>学习率与解冻</translation>
    </message>
    <message>
        <source>Splits</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>bfloat16 and float16 are faster and take less memory. A processor without them computes in float32.</source>
        <translation>bfloat16 和 float16 更快，也更省内存。处理器不支持时改用 float32。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::RecipePanel</name>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>约 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>约 %n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>约 %n 小时</numerusform>
        </translation>
    </message>
    <message>
        <source>How long it takes</source>
        <translation>需要多久</translation>
    </message>
    <message>
        <source>Test every case once, in &amp;turns (recommended)</source>
        <translation>轮流测试，每个病例各一次（推荐）(&amp;T)</translation>
    </message>
    <message>
        <source>Test every case once, in turns</source>
        <translation>轮流测试，每个病例各一次</translation>
    </message>
    <message>
        <source>&amp;Hold out a share and test it once:</source>
        <translation>留出一部分，只测试一次(&amp;H)：</translation>
    </message>
    <message>
        <source>Hold out a share of the cases and test it once</source>
        <translation>留出一部分病例，只测试一次</translation>
    </message>
    <message>
        <source>Share of the cases that is held out</source>
        <translation>留出病例的比例</translation>
    </message>
    <message>
        <source>Advanced settings</source>
        <translation>高级设置</translation>
    </message>
    <message>
        <source>The recipe as text</source>
        <translation>配方文本</translation>
    </message>
    <message>
        <source>What is wrong with the recipe</source>
        <translation>配方的错误</translation>
    </message>
    <message>
        <source>The same as a command</source>
        <translation>等效命令</translation>
    </message>
    <message>
        <source>How is it judged?</source>
        <translation>如何评价？</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>&amp;Advanced</source>
        <translation>高级(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>还原(&amp;R)</translation>
    </message>
    <message>
        <source>Back to the preset</source>
        <translation>还原为预设</translation>
    </message>
    <message>
        <source>The same as a command:</source>
        <translation>等效命令：</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>about %1 GB of memory</source>
        <translation>约 %1 GB 内存</translation>
    </message>
    <message>
        <source>Ways to change the recipe</source>
        <translation>修改配方的方式</translation>
    </message>
    <message>
        <source>Every setting of the run, as a form or as a recipe file (JSON). What you change here holds for this run.</source>
        <translation>本次训练的全部设置，可用表单或配方文件（JSON）修改。这里的修改只用于本次训练。</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Text (JSON)</source>
        <translation>文本（JSON）</translation>
    </message>
    <message>
        <source>Times and memory are estimated from one of your cases on this machine.</source>
        <translation>时间和内存由您的一个病例在本机上估计。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::Report</name>
    <message>
        <source>1 − specificity</source>
        <translation>1 − 特异度</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <source>chance</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>ROC curve</source>
        <translation>ROC 曲线</translation>
    </message>
    <message>
        <source>All tested cases pooled; the number is the pooled AUC.</source>
        <translation>所有测试病例合并；数字为合并 AUC。</translation>
    </message>
    <message>
        <source>Recall (sensitivity)</source>
        <translation>召回率（灵敏度）</translation>
    </message>
    <message>
        <source>Precision (PPV)</source>
        <translation>精确率（PPV）</translation>
    </message>
    <message>
        <source>Precision-recall curve</source>
        <translation>精确率-召回率曲线</translation>
    </message>
    <message>
        <source>The number is the average precision; the dashed line is the share of the class, which guessing would reach.</source>
        <translation>数字为平均精确率；虚线为该类别所占比例，即猜测可达到的水平。</translation>
    </message>
    <message>
        <source>Predicted probability</source>
        <translation>预测概率</translation>
    </message>
    <message>
        <source>Observed share</source>
        <translation>实际比例</translation>
    </message>
    <message>
        <source>perfect</source>
        <translation>理想</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Cases in bins of equal counts; bars are Wilson&apos;s 95 % intervals.</source>
        <translation>病例按相等数量分组；竖线为 Wilson 95 % 区间。</translation>
    </message>
    <message>
        <source>Threshold probability</source>
        <translation>阈值概率</translation>
    </message>
    <message>
        <source>Net benefit</source>
        <translation>净获益</translation>
    </message>
    <message>
        <source>treat none</source>
        <translation>全部不处理</translation>
    </message>
    <message>
        <source>treat all</source>
        <translation>全部处理</translation>
    </message>
    <message>
        <source>Decision curve</source>
        <translation>决策曲线</translation>
    </message>
    <message>
        <source>Net benefit per case of acting on the classifier, against treating all (dashed) or none.</source>
        <translation>依据分类器行动时每个病例的净获益，与全部处理（虚线）或全部不处理比较。</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Log-loss</source>
        <translation>对数损失</translation>
    </message>
    <message>
        <source>fold %1</source>
        <translation>第 %1 折</translation>
    </message>
    <message>
        <source>Loss over the epochs</source>
        <translation>各轮次的损失</translation>
    </message>
    <message>
        <source>Inside the training cases of each fold: log-loss on the cases held back (solid; the point is the model as pretrained) and training loss (dotted). Tested cases have no part in it.</source>
        <translation>在每折的训练病例内部：留出病例的对数损失（实线；圆点为未调整的预训练模型）和训练损失（点线）。测试病例不参与其中。</translation>
    </message>
    <message>
        <source>%1, predicted %2 (%3); fold %4</source>
        <translation>%1，预测为 %2（%3）；第 %4 折</translation>
    </message>
    <message>
        <source>Not shown: text may be burned into the image (%1).</source>
        <translation>不予显示：图像中可能烧录有文字（%1）。</translation>
    </message>
    <message>
        <source>The image cannot be read (%1).</source>
        <translation>无法读取图像（%1）。</translation>
    </message>
    <message>
        <source>Report of %1</source>
        <translation>%1 的报告</translation>
    </message>
    <message>
        <source>Run %1, begun %2 (UTC)</source>
        <translation>运行 %1，开始于 %2（UTC）</translation>
    </message>
    <message>
        <source>Research use only — not a medical device</source>
        <translation>仅供研究使用——不是医疗器械</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s)</source>
        <translation>
            <numerusform>%n 个病例</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n 名患者</numerusform>
        </translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Held out for the test</source>
        <translation>留作测试</translation>
    </message>
    <message>
        <source>Tested in fold %1</source>
        <translation>在第 %1 折中测试</translation>
    </message>
    <message numerus="yes">
        <source>Excluded: %n case(s)</source>
        <translation>
            <numerusform>排除：%n 个病例</numerusform>
        </translation>
    </message>
    <message>
        <source>Cases in the project</source>
        <translation>项目中的病例</translation>
    </message>
    <message>
        <source>Labelled and in this run</source>
        <translation>有标签并参与本次运行</translation>
    </message>
    <message>
        <source>Flow of the cases</source>
        <translation>病例流程</translation>
    </message>
    <message>
        <source>%1 · page %2 of %3</source>
        <translation>%1 · 第 %2 页，共 %3 页</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>could not be prepared</source>
        <translation>无法预处理</translation>
    </message>
    <message>
        <source>excluded by the user</source>
        <translation>由用户排除</translation>
    </message>
    <message>
        <source>added after this run began</source>
        <translation>在本次运行开始后加入</translation>
    </message>
    <message>
        <source>file damaged</source>
        <translation>文件损坏</translation>
    </message>
    <message>
        <source>too few slices</source>
        <translation>层数过少</translation>
    </message>
    <message>
        <source>slices missing or uneven</source>
        <translation>缺层或层距不均</translation>
    </message>
    <message>
        <source>mixed orientation or size</source>
        <translation>方向或尺寸不一致</translation>
    </message>
    <message>
        <source>localizer, derived or secondary image</source>
        <translation>定位像、派生图像或二次获取图像</translation>
    </message>
    <message>
        <source>gantry tilt</source>
        <translation>机架倾斜</translation>
    </message>
    <message>
        <source>several time points</source>
        <translation>多个时间点</translation>
    </message>
    <message>
        <source>no spacing or position</source>
        <translation>缺少间距或位置信息</translation>
    </message>
    <message>
        <source>CT without rescale values</source>
        <translation>CT 缺少重新标定值</translation>
    </message>
    <message>
        <source>colour image</source>
        <translation>彩色图像</translation>
    </message>
    <message>
        <source>text burned into the image</source>
        <translation>图像中烧录有文字</translation>
    </message>
    <message>
        <source>lossy compression</source>
        <translation>有损压缩</translation>
    </message>
    <message>
        <source>same image as another case</source>
        <translation>与另一病例图像相同</translation>
    </message>
    <message>
        <source>DeLong, logit scale</source>
        <translation>DeLong，logit 尺度</translation>
    </message>
    <message>
        <source>influence function, logit scale</source>
        <translation>影响函数，logit 尺度</translation>
    </message>
    <message>
        <source>exact, Clopper-Pearson over disjoint pairs</source>
        <translation>精确法，对不相交配对的 Clopper-Pearson</translation>
    </message>
    <message>
        <source>patient bootstrap, percentile</source>
        <translation>按患者自助法，百分位</translation>
    </message>
    <message>
        <source>exact, Clopper-Pearson</source>
        <translation>精确法，Clopper-Pearson</translation>
    </message>
    <message>
        <source>en</source>
        <extracomment>The language of this translation as HTML has it, for example &quot;zh-CN&quot;.</extracomment>
        <translation>zh-CN</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <translation>%1（%2 至 %3）</translation>
    </message>
    <message>
        <source>as pretrained</source>
        <translation>原预训练模型</translation>
    </message>
    <message>
        <source>adapted</source>
        <translation>已调整</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>%1 (positive)</source>
        <translation>%1（阳性）</translation>
    </message>
    <message>
        <source>Excluded cases</source>
        <translation>排除的病例</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Modality (cases)</source>
        <translation>模态（病例数）</translation>
    </message>
    <message>
        <source>Make of the scanner (cases)</source>
        <translation>扫描仪厂商（病例数）</translation>
    </message>
    <message>
        <source>Voxel spacing, mm</source>
        <translation>体素间距，mm</translation>
    </message>
    <message>
        <source>Voxels as stored</source>
        <translation>存储的体素数</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>A case is one examination of one patient. Cases stand here under their ids in the project; names of patients are not part of this report. Series that were refused while the scans were read never became cases and are not counted.</source>
        <translation>一个病例是一名患者的一次检查。病例在此以其项目编号出现；本报告不含患者姓名。读取扫描时被拒绝的序列从未成为病例，不计入其中。</translation>
    </message>
    <message>
        <source>No case of the project was excluded.</source>
        <translation>项目中没有病例被排除。</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) were held out and tested once, by a model that was trained on the others.</source>
        <translation>
            <numerusform>留出 %n 个病例，由在其余病例上训练的模型测试一次。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The cases were divided into %n fold(s). Each fold was tested once, by a model that was trained on the others.</source>
        <translation>
            <numerusform>病例被分为 %n 折。每折由在其余各折上训练的模型测试一次。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The parts are stratified by class, and all cases of one patient are in one part. Every choice, how long to train and whether to keep the adapted model among them, was made inside the training cases, by %n inner fold(s); tested cases were read once, after the weights were fixed.</source>
        <translation>
            <numerusform>各部分按类别分层，同一患者的所有病例在同一部分。包括训练多久、是否保留调整后的模型在内的所有选择，均在训练病例内部以 %n 个内层折作出；测试病例只在权重确定后读取一次。</numerusform>
        </translation>
    </message>
    <message>
        <source>Tested cases</source>
        <translation>测试病例</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折</translation>
    </message>
    <message>
        <source>Checked: no patient and no image is in more than one part.</source>
        <translation>已检查：没有患者或图像出现在多个部分中。</translation>
    </message>
    <message>
        <source>%1 patients and %2 images are in more than one part; the figures are too good.</source>
        <translation>%1 名患者和 %2 幅图像出现在多个部分中；结果过于乐观。</translation>
    </message>
    <message>
        <source>z-score of each image</source>
        <translation>每幅图像的 z 分数</translation>
    </message>
    <message>
        <source>CT: clipped and scaled by the intensities of the model&apos;s own training data</source>
        <translation>CT：按模型自身训练数据的强度截断并缩放</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>rescaled to 0 to 1</source>
        <translation>缩放至 0 到 1</translation>
    </message>
    <message>
        <source>RGB, divided by 255</source>
        <translation>RGB，除以 255</translation>
    </message>
    <message>
        <source>as the model&apos;s own reader has it</source>
        <translation>与模型自身的读取器一致</translation>
    </message>
    <message>
        <source>as stored</source>
        <translation>与存储一致</translation>
    </message>
    <message>
        <source>as the image</source>
        <translation>与图像一致</translation>
    </message>
    <message>
        <source>plain convolutions</source>
        <translation>普通卷积</translation>
    </message>
    <message>
        <source>residual blocks</source>
        <translation>残差块</translation>
    </message>
    <message>
        <source>%1-D, %2, %3 stages with %4 features</source>
        <translation>%1 维，%2，%3 级，特征数 %4</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Trainer</source>
        <translation>训练器</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Epochs of pretraining</source>
        <translation>预训练轮次</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Parameters of the encoder</source>
        <translation>编码器参数</translation>
    </message>
    <message>
        <source>%1 million</source>
        <translation>%1 百万</translation>
    </message>
    <message>
        <source>Channels and normalisation</source>
        <translation>通道与归一化</translation>
    </message>
    <message>
        <source>Resampled to, mm</source>
        <translation>重采样至，mm</translation>
    </message>
    <message>
        <source>%1 epochs of the decision layer alone</source>
        <translation>仅决策层 %1 轮</translation>
    </message>
    <message numerus="yes">
        <source>%1 epochs with the deepest %n stage(s) open</source>
        <translation>
            <numerusform>开放最深 %n 级，%1 轮</numerusform>
        </translation>
    </message>
    <message>
        <source>none: only the decision layer was learned</source>
        <translation>无：只学习了决策层</translation>
    </message>
    <message>
        <source>adapted weights only where they are better by one standard error on inner folds</source>
        <translation>仅当调整后的权重在内层折上好出一个标准误时才保留</translation>
    </message>
    <message>
        <source>always the model as pretrained</source>
        <translation>始终保留预训练模型</translation>
    </message>
    <message>
        <source>always the adapted weights</source>
        <translation>始终保留调整后的权重</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Weights at the start</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>pretrained</source>
        <translation>预训练</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Pooling of the features</source>
        <translation>特征池化</translation>
    </message>
    <message>
        <source>chosen within the training cases</source>
        <translation>在训练病例内选择</translation>
    </message>
    <message>
        <source>Decision layer</source>
        <translation>决策层</translation>
    </message>
    <message>
        <source>logistic regression on the features as pretrained</source>
        <translation>对预训练特征的逻辑回归</translation>
    </message>
    <message>
        <source>starts at zero</source>
        <translation>从零开始</translation>
    </message>
    <message>
        <source>Adapting</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>SGD, Nesterov momentum %1</source>
        <translation>SGD，Nesterov 动量 %1</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>decision layer %1, encoder %2, each shallower stage × %3; %4</source>
        <translation>决策层 %1，编码器 %2，每浅一级 × %3；%4</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>polynomial</source>
        <translation>多项式</translation>
    </message>
    <message>
        <source>Weight decay, dropout, label smoothing</source>
        <translation>权重衰减、丢弃率、标签平滑</translation>
    </message>
    <message>
        <source>Cases per step</source>
        <translation>每步病例数</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>nnU-Net&apos;s, with zoom</source>
        <translation>nnU-Net 的增强，含缩放</translation>
    </message>
    <message>
        <source>nnU-Net&apos;s, without zoom</source>
        <translation>nnU-Net 的增强，不含缩放</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>保留什么</translation>
    </message>
    <message>
        <source>Models per fold</source>
        <translation>每折模型数</translation>
    </message>
    <message>
        <source>Inner folds</source>
        <translation>内层折数</translation>
    </message>
    <message>
        <source>What each fold kept</source>
        <translation>每折保留的模型</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Inner log-loss as pretrained</source>
        <translation>内层对数损失：原预训练模型</translation>
    </message>
    <message>
        <source>Adapted</source>
        <translation>已调整</translation>
    </message>
    <message>
        <source>Standard error</source>
        <translation>标准误</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Model and preprocessing</source>
        <translation>模型与预处理</translation>
    </message>
    <message>
        <source>The encoder of a pretrained nnU-Net sees each image after nnU-Net&apos;s own preprocessing: axes brought to one order, cropped to what is not zero, normalised, resampled. Its decoder is not used.</source>
        <translation>预训练 nnU-Net 的编码器看到的是经 nnU-Net 自身预处理的图像：统一轴序、裁剪到非零区域、归一化、重采样。不使用其解码器。</translation>
    </message>
    <message>
        <source>Pretrained model</source>
        <translation>预训练模型</translation>
    </message>
    <message>
        <source>The folder of the pretrained model cannot be read any more.</source>
        <translation>已无法读取预训练模型的文件夹。</translation>
    </message>
    <message>
        <source>Order of the axes</source>
        <translation>轴序</translation>
    </message>
    <message>
        <source>Patch, voxels</source>
        <translation>图块，体素</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>There is no loss curve: the decision layer is fitted to its optimum, not trained in epochs.</source>
        <translation>没有损失曲线：决策层直接拟合到最优，而非按轮次训练。</translation>
    </message>
    <message>
        <source>As pretrained</source>
        <translation>原预训练模型</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>AUC, mean of the folds</source>
        <translation>AUC，各折平均</translation>
    </message>
    <message>
        <source>AUC, all cases pooled</source>
        <translation>AUC，所有病例合并</translation>
    </message>
    <message>
        <source>Average precision</source>
        <translation>平均精确率</translation>
    </message>
    <message>
        <source>Brier score</source>
        <translation>Brier 分数</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>平衡准确率</translation>
    </message>
    <message>
        <source>Matthews correlation</source>
        <translation>Matthews 相关系数</translation>
    </message>
    <message>
        <source>Calibration slope</source>
        <translation>校准斜率</translation>
    </message>
    <message>
        <source>Calibration intercept</source>
        <translation>校准截距</translation>
    </message>
    <message>
        <source>Expected calibration error</source>
        <translation>期望校准误差</translation>
    </message>
    <message>
        <source>AUC of each fold</source>
        <translation>各折的 AUC</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>第 %1 折</translation>
    </message>
    <message>
        <source>Each class against the rest</source>
        <translation>每个类别对其余类别</translation>
    </message>
    <message>
        <source>AUC, pooled</source>
        <translation>AUC，合并</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>greatest sensitivity + specificity</source>
        <translation>灵敏度 + 特异度最大</translation>
    </message>
    <message>
        <source>sensitivity %1 or more</source>
        <translation>灵敏度不低于 %1</translation>
    </message>
    <message>
        <source>specificity %1 or more</source>
        <translation>特异度不低于 %1</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>特异度</translation>
    </message>
    <message>
        <source>PPV</source>
        <translation>PPV</translation>
    </message>
    <message>
        <source>NPV</source>
        <translation>NPV</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>True class</source>
        <translation>真实类别</translation>
    </message>
    <message>
        <source>predicted %1</source>
        <translation>预测为 %1</translation>
    </message>
    <message>
        <source>other figures</source>
        <translation>其他指标</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>In brackets: 95 % confidence intervals. They do not contain the randomness of training itself.</source>
        <translation>括号内为 95 % 置信区间，不包含训练本身的随机性。</translation>
    </message>
    <message>
        <source>How they were made: %1.</source>
        <translation>计算方法：%1。</translation>
    </message>
    <message>
        <source>There are no curves: the tested cases are all of one class, so that ROC, precision-recall, calibration and decision curves are not defined.</source>
        <translation>没有曲线：测试病例均属同一类别，因此 ROC、精确率-召回率、校准和决策曲线无定义。</translation>
    </message>
    <message>
        <source>There are no curves: a class has too few cases.</source>
        <translation>没有曲线：某个类别的病例过少。</translation>
    </message>
    <message>
        <source>Each fold&apos;s threshold was chosen on the other folds. PPV and NPV hold for the share of the class among these cases; where the disease is rarer, PPV is lower.</source>
        <translation>每折的阈值在其余各折上选定。PPV 和 NPV 对应该类别在这些病例中的比例；疾病更少见时，PPV 更低。</translation>
    </message>
    <message>
        <source>Cases that went wrong</source>
        <translation>判错的病例</translation>
    </message>
    <message>
        <source>No tested case was misclassified. Those that came closest to it:</source>
        <translation>没有测试病例被误判。最接近误判的病例：</translation>
    </message>
    <message numerus="yes">
        <source>%n tested case(s) were misclassified. The worst first, by the probability that the true class was given:</source>
        <translation>
            <numerusform>%n 个测试病例被误判。按真实类别获得的概率，最差者在前：</numerusform>
        </translation>
    </message>
    <message>
        <source>{sentence} ({code})</source>
        <extracomment>The engine speaks English: a translation should put {headline}, which is translated, before its {sentence}.</extracomment>
        <translation>{headline}：{sentence}（{code}）</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>A classifier that tells apart %1 from images was trained, and tested on %2 held-out cases of %3 patients.</source>
        <translation>训练了一个依据图像区分 %1 的分类器，并在 %3 名患者的 %2 个留出病例上测试。</translation>
    </message>
    <message>
        <source>A classifier that tells apart %1 from images was trained and tested by cross-validation: %2 cases of %3 patients, each judged by a model that had not seen it.</source>
        <translation>训练了一个依据图像区分 %1 的分类器，并以交叉验证测试：%3 名患者的 %2 个病例，每个均由未见过它的模型判断。</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>95 % CI %1</source>
        <translation>95 % CI %1</translation>
    </message>
    <message>
        <source>Not defined: the tested cases are of one class.</source>
        <translation>无定义：测试病例均属同一类别。</translation>
    </message>
    <message>
        <source>Class frequencies alone: %1</source>
        <translation>仅凭类别频率：%1</translation>
    </message>
    <message>
        <source>Adapted model kept</source>
        <translation>保留调整后的模型</translation>
    </message>
    <message>
        <source>folds; the others keep the model as pretrained</source>
        <translation>折；其余各折保留预训练模型</translation>
    </message>
    <message>
        <source>Volume alone</source>
        <translation>仅凭体积</translation>
    </message>
    <message>
        <source>AUC that a measurement of volume would reach</source>
        <translation>仅测量体积可达到的 AUC</translation>
    </message>
    <message>
        <source>The interval of the AUC is wide: too few cases for a firm conclusion.</source>
        <translation>AUC 的区间较宽：病例过少，无法得出确切结论。</translation>
    </message>
    <message>
        <source>Baselines and findings</source>
        <translation>基线与发现</translation>
    </message>
    <message>
        <source>What the result has to beat</source>
        <translation>结果须超过的基线</translation>
    </message>
    <message>
        <source>AUC of the volume alone</source>
        <translation>仅凭体积的 AUC</translation>
    </message>
    <message>
        <source>AUC of the mean intensity alone</source>
        <translation>仅凭平均强度的 AUC</translation>
    </message>
    <message>
        <source>Log-loss of the class frequencies</source>
        <translation>类别频率的对数损失</translation>
    </message>
    <message>
        <source>Permuted labels predicted as well (p)</source>
        <translation>置换标签同样可预测（p）</translation>
    </message>
    <message>
        <source>%1 in %2 permutations</source>
        <translation>%1，%2 次置换</translation>
    </message>
    <message>
        <source>The checks of the result found nothing to warn of.</source>
        <translation>对结果的检查未发现需要警告之处。</translation>
    </message>
    <message>
        <source>Limitations</source>
        <translation>局限</translation>
    </message>
    <message>
        <source>The result comes from one data set. How the classifier does elsewhere, with other scanners, protocols or patients, was not tested; before any use it must be, on cases from there.</source>
        <translation>结果来自单一数据集。分类器在其他地方（其他扫描仪、协议或患者）的表现未经测试；在任何使用之前，必须以当地病例测试。</translation>
    </message>
    <message numerus="yes">
        <source>With %n tested case(s) the figures are uncertain, as their intervals show.</source>
        <translation>
            <numerusform>测试病例只有 %n 个，指标不确定，如其区间所示。</numerusform>
        </translation>
    </message>
    <message>
        <source>All images come from scanners of one make (%1).</source>
        <translation>所有图像来自同一厂商的扫描仪（%1）。</translation>
    </message>
    <message>
        <source>The saved classifier joins the models of all folds. Cross-validation judges each of them, not the joint one, which as a rule does a little better.</source>
        <translation>保存的分类器合并了所有折的模型。交叉验证评判的是其中每一个，而非合并后的模型；后者通常略好。</translation>
    </message>
    <message>
        <source>Intervals describe the cases at hand; they contain neither the randomness of training nor errors in the labels.</source>
        <translation>区间描述的是手头的病例；既不包含训练的随机性，也不包含标签中的错误。</translation>
    </message>
    <message>
        <source>Predictive values depend on how common the classes are, and hold for this mix of cases alone.</source>
        <translation>预测值取决于各类别的常见程度，仅适用于这组病例的构成。</translation>
    </message>
    <message>
        <source>For research use only. The classifier is not a medical device, and its output is not a finding.</source>
        <translation>仅供研究使用。分类器不是医疗器械，其输出不是检查结论。</translation>
    </message>
    <message>
        <source>Reproducibility</source>
        <translation>可重复性</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Begun (UTC)</source>
        <translation>开始时间（UTC）</translation>
    </message>
    <message>
        <source>Report written by</source>
        <translation>报告生成者</translation>
    </message>
    <message>
        <source>Device, threads, precision</source>
        <translation>设备、线程、精度</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>SHA-256 of the pretrained encoder</source>
        <translation>预训练编码器的 SHA-256</translation>
    </message>
    <message>
        <source>SHA-256 of the prepared images</source>
        <translation>预处理图像的 SHA-256</translation>
    </message>
    <message>
        <source>SHA-256 of the trained weights</source>
        <translation>训练所得权重的 SHA-256</translation>
    </message>
    <message>
        <source>Weights of fold %1</source>
        <translation>第 %1 折的权重</translation>
    </message>
    <message>
        <source>Time of computing</source>
        <translation>计算时间</translation>
    </message>
    <message>
        <source>The same cases, folds, settings and device give the same weights, bit for bit. The settings are below; saved as settings.json they repeat the run:</source>
        <translation>相同的病例、折、设置和设备会逐位得到相同的权重。设置如下；存为 settings.json 即可重复本次运行：</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ResultCards</name>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s), none judged by a model that had seen it.</source>
        <translation>
            <numerusform>%n 个病例，均由未见过它们的模型判断。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not defined: the tested cases are all of one class.</source>
        <translation>无法定义：受测病例全属一类。</translation>
    </message>
    <message>
        <source>All folds pooled: %1.</source>
        <translation>各折合并：%1。</translation>
    </message>
    <message>
        <source>Too few cases for a firm conclusion.</source>
        <translation>病例太少，无法得出可靠结论。</translation>
    </message>
    <message>
        <source>Log-loss</source>
        <translation>对数损失</translation>
    </message>
    <message>
        <source>How far the probabilities are off; lower is better. Always answering with the class frequencies gives %1.</source>
        <translation>概率的偏差；越低越好。若始终按类别频率回答，则为 %1。</translation>
    </message>
    <message>
        <source>No better than the class frequencies.</source>
        <translation>不优于类别频率。</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>平衡准确率</translation>
    </message>
    <message>
        <source>Share of right answers, each class counting the same. Guessing gives %1.</source>
        <translation>正确回答的比例，各类别权重相同。随机猜测为 %1。</translation>
    </message>
    <message>
        <source>Simple measurements</source>
        <translation>简单测量</translation>
    </message>
    <message>
        <source>AUC that the volume alone and the mean intensity alone would reach. A useful result has to beat them.</source>
        <translation>仅用体积、仅用平均强度所能达到的 AUC。有用的结果必须超过它们。</translation>
    </message>
    <message>
        <source>The model does hardly better than a simple measurement.</source>
        <translation>模型几乎不优于简单测量。</translation>
    </message>
    <message>
        <source>Model that is kept</source>
        <translation>保留的模型</translation>
    </message>
    <message>
        <source>As pretrained</source>
        <translation>原预训练模型</translation>
    </message>
    <message numerus="yes">
        <source>Adapting it did not do better on the cases held back, in any of %n fold(s).</source>
        <translation>
            <numerusform>在全部 %n 折中，调整后的模型在留出病例上均未更好。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the last decision was learned, in each of %n fold(s).</source>
        <translation>
            <numerusform>在全部 %n 折中，只学习了最后的判断。</numerusform>
        </translation>
    </message>
    <message>
        <source>Adapted</source>
        <translation>已调整</translation>
    </message>
    <message>
        <source>Adapted in part</source>
        <translation>部分调整</translation>
    </message>
    <message>
        <source>The adapted model is kept in %1 of %2 folds.</source>
        <translation>%2 折中有 %1 折保留了调整后的模型。</translation>
    </message>
    <message>
        <source>In the others the model as pretrained did as well.</source>
        <translation>其余各折中，原预训练模型同样好。</translation>
    </message>
    <message>
        <source>Log-loss as pretrained: %1.</source>
        <translation>原预训练模型的对数损失：%1。</translation>
    </message>
    <message>
        <source>%1 to %2 (95 %)</source>
        <translation>%1 至 %2（95 %）</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ResultsPage</name>
    <message>
        <source>What to know of this result</source>
        <translation>关于此结果需要了解的事项</translation>
    </message>
    <message>
        <source>Run to show</source>
        <translation>要显示的运行</translation>
    </message>
    <message>
        <source>Filter the predictions</source>
        <translation>筛选预测</translation>
    </message>
    <message>
        <source>Predictions of all cases</source>
        <translation>所有病例的预测</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Filter by case or class</source>
        <translation>按病例或类别筛选</translation>
    </message>
    <message>
        <source>Each case was predicted by a model that had not seen it. Research use only — not a medical device.</source>
        <translation>每个病例都由未见过它的模型预测。仅供研究使用——不是医疗器械。</translation>
    </message>
    <message>
        <source>Each case was predicted by a model that had not seen it. Positive class: %1. Research use only — not a medical device.</source>
        <translation>每个病例都由未见过它的模型预测。阳性类别：%1。仅供研究使用——不是医疗器械。</translation>
    </message>
    <message>
        <source>There is no finished training yet.</source>
        <translation>还没有完成的训练。</translation>
    </message>
    <message>
        <source>The training is running. Predictions appear as soon as a fold is finished; the figures follow at the end. Research use only — not a medical device.</source>
        <translation>训练正在进行。每完成一折就会显示其预测；指标在最后给出。仅供研究使用——不是医疗器械。</translation>
    </message>
    <message>
        <source>%1 of %2 shown</source>
        <translation>显示 %1 / %2</translation>
    </message>
    <message>
        <source>No case matches the filter.</source>
        <translation>没有符合筛选条件的病例。</translation>
    </message>
    <message>
        <source>No fold is finished yet.</source>
        <translation>还没有完成的折。</translation>
    </message>
    <message>
        <source>Start a training; its results appear here.</source>
        <translation>开始训练后，结果会显示在这里。</translation>
    </message>
    <message>
        <source>Save the &amp;classifier…</source>
        <translation>保存分类器(&amp;C)…</translation>
    </message>
    <message>
        <source>Save the classifier</source>
        <translation>保存分类器</translation>
    </message>
    <message>
        <source>Show &amp;scan</source>
        <translation>显示扫描(&amp;S)</translation>
    </message>
    <message>
        <source>Show the scan of the chosen case</source>
        <translation>显示所选病例的扫描</translation>
    </message>
    <message>
        <source>Hide &amp;scan</source>
        <translation>隐藏扫描(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Export report…</source>
        <translation>导出报告(&amp;E)…</translation>
    </message>
    <message>
        <source>Export a report</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>Ways to look at the result</source>
        <translation>查看结果的方式</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>ROC and precision</source>
        <translation>ROC 与精确率</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Threshold and decision</source>
        <translation>阈值与决策</translation>
    </message>
    <message>
        <source>Subgroups</source>
        <translation>亚组</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Enter: show the scan. L: give the case another label.</source>
        <translation>回车：显示扫描。L：为病例更换标签。</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) changed</source>
        <translation>
            <numerusform>%n 个标签已更改</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) left out or removed</source>
        <translation>
            <numerusform>%n 个病例已排除或移除</numerusform>
        </translation>
    </message>
    <message>
        <source>⚠ Since this training the data has changed: %1. The figures tell of the data as it was.</source>
        <translation>⚠ 自此次训练以来数据已变化：%1。这些数字对应当时的数据。</translation>
    </message>
    <message numerus="yes">
        <source>New label of %n case(s)</source>
        <translation>
            <numerusform>%n 个病例的新标签</numerusform>
        </translation>
    </message>
    <message>
        <source>Show all cases again</source>
        <translation>重新显示全部病例</translation>
    </message>
    <message>
        <source>Find a case</source>
        <translation>查找病例</translation>
    </message>
    <message>
        <source>Give the chosen cases another label</source>
        <translation>更改所选病例的标签</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) added</source>
        <translation>
            <numerusform>增加了 %n 个病例</numerusform>
        </translation>
    </message>
    <message>
        <source>Pict&amp;ures</source>
        <translation>缩略图(&amp;U)</translation>
    </message>
    <message>
        <source>Show a picture of each case in the table</source>
        <translation>在表格中显示每个病例的缩略图</translation>
    </message>
</context>
<context>
    <name>nidus::ui::SampleGuide</name>
    <message>
        <source>Each case is a synthetic scan in DICOM files. The training starts by itself and takes about a minute; look at the curves meanwhile.</source>
        <translation>每个病例都是一组合成的 DICOM 文件。训练会自动开始，约需一分钟；其间可以观察曲线。</translation>
    </message>
    <message>
        <source>The sample has been learned</source>
        <translation>示例已训练完成</translation>
    </message>
    <message>
        <source>Its results are under Results. Next, see what it makes of scans that it has never seen.</source>
        <translation>结果在“结果”页。接下来看看它如何判断从未见过的扫描。</translation>
    </message>
    <message>
        <source>Classify new scans</source>
        <translation>对新扫描分类</translation>
    </message>
    <message>
        <source>Sample data: synthetic scans with a solid or a ring-shaped lesion</source>
        <translation>示例数据：含实性或环形病灶的合成扫描</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ScansPage</name>
    <message>
        <source>Folder of the new project</source>
        <translation>新项目的文件夹</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Which images are there? Every series that is used becomes a case.</source>
        <translation>有哪些图像？每个使用的序列成为一个病例。</translation>
    </message>
    <message>
        <source>&amp;Project folder:</source>
        <translation>项目文件夹(&amp;P)：</translation>
    </message>
    <message>
        <source>C&amp;hange…</source>
        <translation>更改(&amp;H)…</translation>
    </message>
    <message>
        <source>Change the folder of the project</source>
        <translation>更改项目文件夹</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ScansPanel</name>
    <message>
        <source>Add f&amp;older…</source>
        <translation>添加文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Add scans from a folder</source>
        <translation>从文件夹添加扫描</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>添加文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Add scans from files</source>
        <translation>从文件添加扫描</translation>
    </message>
    <message>
        <source>Progress of the search</source>
        <translation>查找进度</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Stop looking for scans</source>
        <translation>停止查找扫描</translation>
    </message>
    <message>
        <source>Looking for scans…</source>
        <translation>正在查找扫描…</translation>
    </message>
    <message>
        <source>Drop scans here</source>
        <translation>将扫描拖放到此处</translation>
    </message>
    <message numerus="yes">
        <source>No series was found in %n file(s).</source>
        <translation>
            <numerusform>在 %n 个文件中未找到序列。</numerusform>
        </translation>
    </message>
    <message>
        <source>Folders, files or archives (ZIP, TAR, 7z, ISO) with DICOM, NIfTI, NRRD or MetaImage, or a DICOMDIR.</source>
        <translation>含 DICOM、NIfTI、NRRD 或 MetaImage 的文件夹、文件或压缩包（ZIP、TAR、7z、ISO），或 DICOMDIR。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::SelectionBar</name>
    <message>
        <source>Show all cases again</source>
        <translation>重新显示全部病例</translation>
    </message>
    <message>
        <source>Show the &amp;cases</source>
        <translation>显示这些病例(&amp;C)</translation>
    </message>
    <message>
        <source>Show the chosen cases</source>
        <translation>显示选中的病例</translation>
    </message>
    <message>
        <source>Show all cases again (Esc)</source>
        <translation>重新显示全部病例（Esc）</translation>
    </message>
    <message numerus="yes">
        <source>%n case(s): %1</source>
        <translation>
            <numerusform>%n 个病例：%1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::SeriesPanel</name>
    <message>
        <source>Filter the series</source>
        <translation>筛选序列</translation>
    </message>
    <message>
        <source>Kind of scan</source>
        <translation>扫描种类</translation>
    </message>
    <message>
        <source>Only series that need attention</source>
        <translation>仅需要注意的序列</translation>
    </message>
    <message>
        <source>&amp;Only used</source>
        <translation>仅采用的(&amp;O)</translation>
    </message>
    <message>
        <source>Only series that are used</source>
        <translation>仅采用的序列</translation>
    </message>
    <message>
        <source>Series that are used</source>
        <translation>采用的序列</translation>
    </message>
    <message>
        <source>Series that were found</source>
        <translation>找到的序列</translation>
    </message>
    <message>
        <source>Filter by patient, description, scanner, file or problem</source>
        <translation>按患者、描述、设备、文件或问题筛选</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n series are used</source>
        <translation>
            <numerusform>采用 %1 / %n 个序列</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>显示 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need &amp;attention</source>
        <translation>
            <numerusform>%n 个需要注意(&amp;A)</numerusform>
        </translation>
    </message>
    <message>
        <source>any kind</source>
        <translation>任意种类</translation>
    </message>
    <message>
        <source>Choose per &amp;patient…</source>
        <translation>按患者选择(&amp;P)…</translation>
    </message>
    <message>
        <source>Choose the series of each patient</source>
        <translation>选择每位患者的序列</translation>
    </message>
    <message>
        <source>Pre&amp;view</source>
        <translation>预览(&amp;V)</translation>
    </message>
    <message>
        <source>Show the images of the current series</source>
        <translation>显示当前序列的图像</translation>
    </message>
    <message>
        <source>Rule for the series of each patient</source>
        <translation>每位患者的序列的选择规则</translation>
    </message>
    <message>
        <source>Pict&amp;ures</source>
        <translation>缩略图(&amp;U)</translation>
    </message>
    <message>
        <source>Show a picture of each series in the table</source>
        <translation>在表格中显示每个序列的缩略图</translation>
    </message>
    <message>
        <source>Columns of the table</source>
        <translation>表格的列</translation>
    </message>
</context>
<context>
    <name>nidus::ui::SeriesPreview</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Select a series in the table to see its images.</source>
        <translation>在表格中选中一个序列，即可查看其图像。</translation>
    </message>
    <message>
        <source>Reading the images…</source>
        <translation>正在读取图像…</translation>
    </message>
</context>
<context>
    <name>nidus::ui::SeriesRuleBar</name>
    <message>
        <source>What the rule picks</source>
        <translation>规则选出的结果</translation>
    </message>
    <message>
        <source>&amp;Use these</source>
        <translation>采用这些(&amp;U)</translation>
    </message>
    <message>
        <source>Use the series that the rule picks</source>
        <translation>采用规则选出的序列</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Slices at &amp;most apart:</source>
        <translation>最大层间距(&amp;M)：</translation>
    </message>
    <message>
        <source>any kind</source>
        <translation>任意种类</translation>
    </message>
    <message numerus="yes">
        <source>1 series for %n patient(s)</source>
        <translation>
            <numerusform>%n 位患者有 1 个序列</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>none for %n</source>
        <translation>
            <numerusform>%n 位没有</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>several equal ones for %n: the first is taken</source>
        <translation>
            <numerusform>%n 位有多个相同的：取第一个</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Of several the one with the thinnest slices is taken, then the one with the most.</source>
        <translation>有多个时取层最薄的，再取层数最多的。</translation>
    </message>
    <message>
        <source>Images of each case</source>
        <translation>每个病例的图像数</translation>
    </message>
    <message>
        <source>&amp;Images per case:</source>
        <translation>每例的图像数(&amp;I)：</translation>
    </message>
    <message>
        <source>One for most models; as many as the model has inputs, in their order, for others (T1, T2, FLAIR).</source>
        <translation>多数模型为一个；有些模型需要几个（T1、T2、FLAIR），与模型的输入个数和顺序相同。</translation>
    </message>
    <message>
        <source>Image %1</source>
        <translation>图像 %1</translation>
    </message>
    <message>
        <source>Kind of scan of image %1</source>
        <translation>图像 %1 的扫描种类</translation>
    </message>
    <message>
        <source>Words in the description of image %1</source>
        <translation>图像 %1 的描述中的词</translation>
    </message>
    <message>
        <source>Largest distance between slices of image %1</source>
        <translation>图像 %1 的最大层间距</translation>
    </message>
    <message>
        <source>any description, or words: lung|chest|-scout</source>
        <translation>任意描述，或关键词：lung|chest|-scout</translation>
    </message>
    <message>
        <source>One of these words is in the description, and none that has a minus before it.</source>
        <translation>描述中含有其中一个词，且不含前面带减号的词。</translation>
    </message>
    <message>
        <source>Slices at most apart:</source>
        <translation>层间距不超过：</translation>
    </message>
    <message numerus="yes">
        <source>All %1 images for %n patient(s)</source>
        <translation>
            <numerusform>%n 位患者的 %1 个图像齐全</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not all for %n</source>
        <translation>
            <numerusform>%n 位不齐全</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::SeriesTableModel</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>included</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Voxels</source>
        <translation>体素</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>, %1 T</source>
        <translation>,%1 T</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Body part</source>
        <translation>部位</translation>
    </message>
    <message>
        <source>Spacing (mm)</source>
        <translation>间距（mm）</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>Series no.</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
</context>
<context>
    <name>nidus::ui::SettingsStep</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>How much effort may the training take? It runs in the background and can be stopped at any time.</source>
        <translation>训练可以花多少功夫？它在后台运行，可随时停止。</translation>
    </message>
    <message>
        <source>Settings of the run</source>
        <translation>本次训练的设置</translation>
    </message>
    <message>
        <source>How long it takes could not be measured: %1 (%2)</source>
        <translation>无法测量需要多久：%1（%2）</translation>
    </message>
    <message>
        <source>One case is tried, to see how long it takes…</source>
        <translation>正在用一个病例试算需要多久…</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ShortcutsPanel</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Filter the shortcuts</source>
        <translation>筛选快捷键</translation>
    </message>
    <message>
        <source>Filter by key or by what it does</source>
        <translation>按按键或作用筛选</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
</context>
<context>
    <name>nidus::ui::SliceView</name>
    <message>
        <source>Axial</source>
        <translation>横断面</translation>
    </message>
    <message>
        <source>Coronal</source>
        <translation>冠状面</translation>
    </message>
    <message>
        <source>Sagittal</source>
        <translation>矢状面</translation>
    </message>
    <message>
        <source>Slice %1 of %2, value %3</source>
        <translation>第 %1 层，共 %2 层，数值 %3</translation>
    </message>
    <message>
        <source>%1  %2 / %3</source>
        <translation>%1  %2 / %3</translation>
    </message>
    <message>
        <source>%1 mm</source>
        <translation>%1 mm</translation>
    </message>
    <message>
        <source>%1 cm</source>
        <translation>%1 cm</translation>
    </message>
</context>
<context>
    <name>nidus::ui::StageText</name>
    <message>
        <source>Adapting the model: epoch %1 of %2</source>
        <translation>正在调整模型：第 %1 / %2 轮</translation>
    </message>
    <message>
        <source>Fold %1: learning the decision on the model as pretrained</source>
        <translation>第 %1 折：在原预训练模型上学习判断</translation>
    </message>
    <message>
        <source>Fold %1: predicting the cases held back</source>
        <translation>第 %1 折：预测留出病例</translation>
    </message>
    <message>
        <source>The model looks at case %1 of %2</source>
        <translation>模型正在查看第 %1 / %2 个病例</translation>
    </message>
    <message>
        <source>Fold %1: choosing how long to train, part %2</source>
        <translation>第 %1 折：选择训练时长，第 %2 部分</translation>
    </message>
    <message>
        <source>Fold %1: final training</source>
        <translation>第 %1 折：最终训练</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>Preparing case %1 of %2</source>
        <translation>正在准备第 %1 / %2 个病例</translation>
    </message>
    <message>
        <source>File %1 of %2</source>
        <translation>文件 %1 / %2</translation>
    </message>
</context>
<context>
    <name>nidus::ui::StartPage</name>
    <message>
        <source>&amp;Start training now</source>
        <translation>立即开始训练(&amp;S)</translation>
    </message>
    <message>
        <source>Start training now</source>
        <translation>立即开始训练</translation>
    </message>
    <message>
        <source>Check and start</source>
        <translation>检查并开始</translation>
    </message>
    <message>
        <source>Start &amp;training</source>
        <translation>开始训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>完成(&amp;F)</translation>
    </message>
    <message>
        <source>What was gathered</source>
        <translation>汇总</translation>
    </message>
    <message>
        <source>What would be better</source>
        <translation>可以改进之处</translation>
    </message>
    <message>
        <source>The project is on disk already. Training runs in the background and can be stopped at any time.</source>
        <translation>项目已保存在磁盘上。训练在后台运行，可随时停止。</translation>
    </message>
    <message>
        <source>%1 % of the cases are held out and tested once.</source>
        <translation>留出 %1 % 的病例，只测试一次。</translation>
    </message>
    <message>
        <source>Every case is tested once, in turns.</source>
        <translation>每个病例轮流测试一次。</translation>
    </message>
    <message>
        <source>Training: %1. %2</source>
        <translation>训练：%1。%2</translation>
    </message>
    <message>
        <source>Project folder: %1</source>
        <translation>项目文件夹：%1</translation>
    </message>
    <message numerus="yes">
        <source>“%1” has %n case(s), too few to learn from.</source>
        <translation>
            <numerusform>“%1”只有 %n 例，太少，无法学习。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” has %n case(s). With twenty or more the result says more.</source>
        <translation>
            <numerusform>“%1”有 %n 例。达到二十例以上，结果更可靠。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) without a label are not used.</source>
        <translation>
            <numerusform>%n 个无标签的病例不采用。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::StepList</name>
    <message>
        <source>Step %1: %2</source>
        <translation>第 %1 步：%2</translation>
    </message>
</context>
<context>
    <name>nidus::ui::SubgroupView</name>
    <message>
        <source>Manufacturer of the scanner</source>
        <translation>扫描仪厂商</translation>
    </message>
    <message>
        <source>Model of the scanner</source>
        <translation>扫描仪型号</translation>
    </message>
    <message>
        <source>Field strength</source>
        <translation>磁场强度</translation>
    </message>
    <message>
        <source>Distance of the slices</source>
        <translation>层间距</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>未注明</translation>
    </message>
    <message>
        <source>Sort the cases by</source>
        <translation>病例分组依据</translation>
    </message>
    <message>
        <source>Groups of fewer than %1 cases are grey: their figures say next to nothing. Intervals (95 %) take the cases as independent. Enter or a double click shows the cases of a group.</source>
        <translation>少于 %1 个病例的组显示为灰色：其数字几乎没有意义。区间（95 %）假定各病例相互独立。按回车或双击可查看某一组的病例。</translation>
    </message>
    <message>
        <source>Figures of the groups</source>
        <translation>各组的指标</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>Right answers</source>
        <translation>正确率</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>特异度</translation>
    </message>
    <message>
        <source>Too few cases to tell.</source>
        <translation>病例太少，无法判断。</translation>
    </message>
    <message>
        <source>Age of the patient in years</source>
        <translation>患者年龄（岁）</translation>
    </message>
    <message>
        <source>Sex of the patient</source>
        <translation>患者性别</translation>
    </message>
    <message>
        <source>female</source>
        <translation>女</translation>
    </message>
    <message>
        <source>male</source>
        <translation>男</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Nothing is known of scanners, slices or patients of these cases. DICOM files tell; other formats do not.</source>
        <translation>不知道这些病例的扫描仪、层面和患者信息。DICOM 文件含有这些信息，其他格式没有。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::TableSource</name>
    <message>
        <source>name of the case</source>
        <translation>病例名</translation>
    </message>
    <message>
        <source>patient</source>
        <translation>患者</translation>
    </message>
    <message>
        <source>pseudonym of the patient</source>
        <translation>患者化名</translation>
    </message>
    <message>
        <source>number of the series</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>name of the file</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>name of the folder</source>
        <translation>文件夹名</translation>
    </message>
    <message>
        <source>&amp;Choose a table…</source>
        <translation>选择表格(&amp;C)…</translation>
    </message>
    <message>
        <source>Choose a table</source>
        <translation>选择表格</translation>
    </message>
    <message>
        <source>Sheet of the workbook</source>
        <translation>工作簿中的工作表</translation>
    </message>
    <message>
        <source>Column that names the case or patient</source>
        <translation>标识病例或患者的列</translation>
    </message>
    <message>
        <source>Column with the label</source>
        <translation>标签所在的列</translation>
    </message>
    <message>
        <source>How the table fits the cases</source>
        <translation>表格与病例的匹配情况</translation>
    </message>
    <message>
        <source>&amp;Sheet</source>
        <translation>工作表(&amp;S)</translation>
    </message>
    <message>
        <source>Case or &amp;patient in</source>
        <translation>病例或患者在列(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Label in</source>
        <translation>标签在列(&amp;L)</translation>
    </message>
    <message numerus="yes">
        <source>“%1” fits %2 of %n row(s) as %3</source>
        <translation>
            <numerusform>“%1”列按%3匹配 %2 / %n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) fit several patients</source>
        <translation>
            <numerusform>%n 行对应多名患者</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) fit no case</source>
        <translation>
            <numerusform>%n 行没有对应的病例</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n case(s) have no row</source>
        <translation>
            <numerusform>%n 个病例在表中没有行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nidus::ui::ThresholdBar</name>
    <message>
        <source>Youden</source>
        <extracomment>A rule for choosing a threshold, named after W. J. Youden</extracomment>
        <translation>约登指数</translation>
    </message>
    <message>
        <source>Sensitivity ≥ %1</source>
        <translation>灵敏度 ≥ %1</translation>
    </message>
    <message>
        <source>Specificity ≥ %1</source>
        <translation>特异度 ≥ %1</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>&amp;Threshold for %1</source>
        <translation>%1 的阈值(&amp;T)</translation>
    </message>
    <message>
        <source>From this probability on a case counts as %1.</source>
        <translation>从这个概率起，病例判为 %1。</translation>
    </message>
    <message>
        <source>Threshold by the rule: %1</source>
        <translation>按规则确定的阈值：%1</translation>
    </message>
    <message>
        <source>Fixed before the training.</source>
        <translation>训练前已固定。</translation>
    </message>
    <message>
        <source>For each fold, chosen on the cases of the other folds.</source>
        <translation>每一折的阈值在其他折的病例上选定。</translation>
    </message>
    <message>
        <source>Sensitivity %1, specificity %2.</source>
        <translation>灵敏度 %1，特异度 %2。</translation>
    </message>
    <message>
        <source>⚠ A threshold chosen by hand on the cases that it is judged by looks better than it is: these figures are optimistic.</source>
        <translation>⚠ 在用来评判的同一批病例上手动选择阈值，结果看起来会比实际好：这些数字偏于乐观。</translation>
    </message>
    <message>
        <source>This threshold was fixed before the training.</source>
        <translation>此阈值在训练前已固定。</translation>
    </message>
    <message>
        <source>Each fold is judged by a threshold that was chosen on the other folds (%1 to %2).</source>
        <translation>每一折都用在其他折上选定的阈值来评判（%1 至 %2）。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ThresholdView</name>
    <message>
        <source>What a threshold does</source>
        <translation>阈值的影响</translation>
    </message>
    <message>
        <source>Decision curve</source>
        <translation>决策曲线</translation>
    </message>
    <message>
        <source>Reported thresholds</source>
        <translation>报告的阈值</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>Net benefit</source>
        <translation>净获益</translation>
    </message>
    <message>
        <source>There are too few cases in a class for these curves.</source>
        <translation>某个类别的病例太少，无法绘制这些曲线。</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>灵敏度</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>特异度</translation>
    </message>
    <message>
        <source>Positive predictive value</source>
        <translation>阳性预测值</translation>
    </message>
    <message>
        <source>Negative predictive value</source>
        <translation>阴性预测值</translation>
    </message>
    <message>
        <source>Sensitivity, specificity and predictive values against the threshold.</source>
        <translation>灵敏度、特异度和预测值随阈值的变化。</translation>
    </message>
    <message>
        <source>With the model</source>
        <translation>使用模型</translation>
    </message>
    <message>
        <source>Treating everybody</source>
        <translation>全部处理</translation>
    </message>
    <message>
        <source>Treating nobody</source>
        <translation>全不处理</translation>
    </message>
    <message>
        <source>Net benefit of acting on the model against the threshold, beside treating everybody and nobody.</source>
        <translation>按模型行动的净获益随阈值的变化，以及全部处理与全不处理的情况。</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Enter or a double click uses a threshold in all views.</source>
        <translation>按回车或双击，即在所有视图中使用该阈值。</translation>
    </message>
    <message>
        <source>Each threshold below was chosen on the other folds and judged on the fold that it was not chosen on.</source>
        <translation>下列每个阈值都在其他折上选定，并在未参与选定的那一折上评判。</translation>
    </message>
    <message>
        <source>Predictive values are those to expect where %1 of the cases are of this class; among these it is %2.</source>
        <translation>预测值为该类别占 %1 时的预期值；在这些病例中占 %2。</translation>
    </message>
    <message>
        <source>Predictive values hold where %1 of the cases are of this class, as here.</source>
        <translation>预测值适用于该类别占 %1 的情形，与本数据相同。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::TrainingPage</name>
    <message>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>&amp;Start training</source>
        <translation>开始训练(&amp;S)</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Show &amp;results</source>
        <translation>查看结果(&amp;R)</translation>
    </message>
    <message>
        <source>Show results</source>
        <translation>查看结果</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>How thorough?</source>
        <translation>训练力度</translation>
    </message>
    <message>
        <source>%1, epoch %2 of %3</source>
        <translation>%1，第 %2 / %3 轮</translation>
    </message>
    <message>
        <source>Finished in %1.</source>
        <translation>已完成，用时 %1。</translation>
    </message>
    <message>
        <source>Preparing the cases</source>
        <translation>正在准备病例</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>%1 so far</source>
        <translation>已用 %1</translation>
    </message>
    <message>
        <source>about %1 left, until %2</source>
        <translation>约剩 %1，预计 %2 结束</translation>
    </message>
    <message>
        <source>Quick learns in one go, so there is no curve to watch.</source>
        <translation>“快速”一步完成学习，因此没有曲线可看。</translation>
    </message>
    <message>
        <source>The curve begins once the pretrained model has seen all cases.</source>
        <translation>预训练模型看过所有病例后，曲线就会开始。</translation>
    </message>
    <message>
        <source>The curve of the training appears here.</source>
        <translation>训练曲线将显示在这里。</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Pause the training</source>
        <translation>暂停训练</translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation>继续(&amp;U)</translation>
    </message>
    <message>
        <source>Go on with the training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>&amp;End</source>
        <translation>结束(&amp;E)</translation>
    </message>
    <message>
        <source>End the training</source>
        <translation>结束训练</translation>
    </message>
    <message>
        <source>Training whose curves are shown</source>
        <translation>要显示曲线的训练</translation>
    </message>
    <message>
        <source>How to end the training</source>
        <translation>结束训练的方式</translation>
    </message>
    <message>
        <source>End now and &amp;keep the best so far</source>
        <translation>立即结束并保留目前最佳结果(&amp;K)</translation>
    </message>
    <message>
        <source>Folds that are finished keep their weights; the others keep the probe, which is there from the start. The run then has a result.</source>
        <translation>已完成的折保留其权重；其余的折保留一开始就有的线性探针。这样本次训练就有了结果。</translation>
    </message>
    <message>
        <source>&amp;Discard this run…</source>
        <translation>放弃本次训练(&amp;D)…</translation>
    </message>
    <message>
        <source>Paused. What was finished is kept.</source>
        <translation>已暂停。已完成的部分会保留。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>&amp;Queue another</source>
        <translation>再排一个(&amp;Q)</translation>
    </message>
    <message>
        <source>Queue another training behind this one</source>
        <translation>在本次训练之后再排一次训练</translation>
    </message>
    <message>
        <source>It starts by itself when this training has its result.</source>
        <translation>本次训练得出结果后自动开始。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::TrainingSupervisor</name>
    <message>
        <source>A training is running</source>
        <translation>训练正在进行</translation>
    </message>
    <message>
        <source>This project can only be looked at now</source>
        <translation>此项目目前只能查看</translation>
    </message>
    <message>
        <source>Run %1 was stopped at %2</source>
        <translation>运行 %1 已于 %2 停止</translation>
    </message>
    <message>
        <source>Run %1 ended without a result at %2</source>
        <translation>运行 %1 于 %2 结束，没有结果</translation>
    </message>
    <message>
        <source>Run %1 was interrupted at %2</source>
        <translation>运行 %1 于 %2 中断</translation>
    </message>
    <message>
        <source>%1, epoch %2 of %3: everything up to there is saved.</source>
        <translation>%1，第 %2 轮（共 %3 轮）：此前的一切均已保存。</translation>
    </message>
    <message>
        <source>It can go on where it was (%1). Discarding deletes what it has learned.</source>
        <translation>可以从中断处继续（%1）。放弃会删除它已学到的内容。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>放弃…</translation>
    </message>
    <message>
        <source>Discard run %1?</source>
        <translation>放弃运行 %1？</translation>
    </message>
    <message>
        <source>What it has learned so far is deleted. This cannot be undone.</source>
        <translation>它目前学到的内容将被删除，无法撤销。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Everything up to the last epoch is saved.</source>
        <translation>到上一轮为止的一切均已保存。</translation>
    </message>
    <message>
        <source>Go on from there</source>
        <translation>从那里继续</translation>
    </message>
    <message>
        <source>End with what is there</source>
        <translation>以现有结果结束</translation>
    </message>
    <message>
        <source>Should it go on while the window is closed?</source>
        <translation>关闭窗口后是否继续训练？</translation>
    </message>
    <message>
        <source>Paused, it goes on from here the next time you open the project.</source>
        <translation>若暂停，下次打开项目时可从此处继续。</translation>
    </message>
    <message>
        <source>Keep &amp;training in the background</source>
        <translation>在后台继续训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Pause and quit</source>
        <translation>暂停并退出(&amp;P)</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>The window closes as soon as the training has saved where it is. It can be resumed next time.</source>
        <translation>训练保存好当前进度后窗口就会关闭，下次可以继续。</translation>
    </message>
    <message>
        <source>Nidus: a training is running</source>
        <translation>Nidus：正在训练</translation>
    </message>
    <message>
        <source>Nidus</source>
        <translation>Nidus</translation>
    </message>
    <message>
        <source>The training has ended.</source>
        <translation>训练已结束。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::TrainingTabs</name>
    <message>
        <source>Messages of the training</source>
        <translation>训练消息</translation>
    </message>
    <message>
        <source>What the training says</source>
        <translation>训练信息</translation>
    </message>
    <message>
        <source>What the curves say</source>
        <translation>曲线说明</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>How each class fares</source>
        <translation>各类别的表现</translation>
    </message>
    <message>
        <source>Held-back cases of the newest epoch; the most probable class counts as the answer.</source>
        <translation>最新一轮的留出病例；以概率最高的类别为预测。</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Some held-back cases</source>
        <translation>部分留出病例</translation>
    </message>
    <message>
        <source>The same held-back cases after each epoch: the bar should grow.</source>
        <translation>每轮之后的同一批留出病例：条形应当变长。</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Nothing has been learned yet.</source>
        <translation>尚未开始学习。</translation>
    </message>
    <message>
        <source>The last decision was learned in one go, on what the pretrained model makes of the cases. How well it does is on the page Results.</source>
        <translation>最后的判别是根据预训练模型对病例提取的特征一次学成的。效果如何，请看“结果”页面。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::TrainingViewModel</name>
    <message>
        <source>Open a project first.</source>
        <translation>请先打开一个项目。</translation>
    </message>
    <message>
        <source>Training needs labelled cases of at least two classes.</source>
        <translation>训练需要至少两个类别的已标注病例。</translation>
    </message>
    <message>
        <source>Choose a pretrained model first, on the page Model.</source>
        <translation>请先在“模型”页选择预训练模型。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::VerdictListModel</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Model output: %1 %2</source>
        <translation>模型输出：%1 %2</translation>
    </message>
    <message>
        <source>Below %1 for %2: at most %3 % of such calls are wrong</source>
        <translation>%2 的概率低于 %1：此类判定的错误率至多 %3%</translation>
    </message>
    <message>
        <source>Above %1 for %2: at most %3 % of such calls are wrong</source>
        <translation>%2 的概率高于 %1：此类判定的错误率至多 %3%</translation>
    </message>
    <message>
        <source>Uncertain: the training cases do not support a call here</source>
        <translation>不确定：训练病例不足以支持在此作出判定</translation>
    </message>
    <message>
        <source>Unlike the training cases: do not rely on this output</source>
        <translation>与训练病例不同：请勿依赖此输出</translation>
    </message>
    <message>
        <source>Like the training cases</source>
        <translation>与训练病例相似</translation>
    </message>
    <message>
        <source>Like the training cases, but look at this:</source>
        <translation>与训练病例相似，但请注意：</translation>
    </message>
    <message>
        <source>%1: not classified. %2 %3 (%4)</source>
        <translation>%1：未分类。%2 %3（%4）</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Research use only — not a medical device.</source>
        <translation>仅供研究使用，不是医疗器械。</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ViewerModel</name>
    <message>
        <source>Channel %1</source>
        <translation>通道 %1</translation>
    </message>
</context>
<context>
    <name>nidus::ui::ViewerPanel</name>
    <message>
        <source>No scan is shown</source>
        <translation>未显示扫描</translation>
    </message>
    <message>
        <source>value %1 · window %2 / %3</source>
        <translation>数值 %1 · 窗位/窗宽 %2 / %3</translation>
    </message>
    <message>
        <source>&amp;Influence</source>
        <translation>影响图(&amp;I)</translation>
    </message>
    <message>
        <source>Show what influenced the classifier</source>
        <translation>显示什么影响了分类器</translation>
    </message>
    <message>
        <source>As the &amp;network sees it</source>
        <translation>网络所见(&amp;N)</translation>
    </message>
    <message>
        <source>Show the scan as the network sees it</source>
        <translation>按网络所见显示扫描</translation>
    </message>
    <message>
        <source>H: show or hide; hold it for a short look. [ and ]: opacity. J: the strongest place.</source>
        <translation>H：显示或隐藏，按住可短暂查看。[ 和 ]：不透明度。J：最强处。</translation>
    </message>
    <message>
        <source>N: the image after nnU-Net&apos;s preprocessing, with the voxels that the network gets.</source>
        <translation>N：经 nnU-Net 预处理后的图像，即网络得到的体素。</translation>
    </message>
    <message>
        <source>%1 × %2 × %3 voxels of %4 × %5 × %6 mm after nnU-Net&apos;s preprocessing: cropped, normalised, resampled.</source>
        <translation>经 nnU-Net 预处理（裁剪、归一化、重采样）后为 %1 × %2 × %3 个体素，每个 %4 × %5 × %6 mm。</translation>
    </message>
    <message>
        <source>Channel to show</source>
        <translation>显示的通道</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>阅片</translation>
    </message>
    <message>
        <source>Gre&amp;y values</source>
        <translation>灰度(&amp;Y)</translation>
    </message>
    <message>
        <source>Choose the grey values</source>
        <translation>选择灰度</translation>
    </message>
    <message>
        <source>Grey values</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>C: the next channel</source>
        <translation>C：下一个通道</translation>
    </message>
    <message>
        <source>Grey values: %1</source>
        <translation>灰度：%1</translation>
    </message>
    <message>
        <source>Next slice</source>
        <translation>下一层</translation>
    </message>
    <message>
        <source>Slice before</source>
        <translation>上一层</translation>
    </message>
    <message>
        <source>Ten slices on</source>
        <translation>向后十层</translation>
    </message>
    <message>
        <source>Ten slices back</source>
        <translation>向前十层</translation>
    </message>
    <message>
        <source>First slice</source>
        <translation>第一层</translation>
    </message>
    <message>
        <source>Last slice</source>
        <translation>最后一层</translation>
    </message>
    <message>
        <source>Case before</source>
        <translation>上一个病例</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>下一个病例</translation>
    </message>
    <message>
        <source>Grey values that suit the scan</source>
        <translation>适合扫描的灰度</translation>
    </message>
    <message>
        <source>Invert the grey values</source>
        <translation>黑白反转</translation>
    </message>
    <message>
        <source>Next channel</source>
        <translation>下一个通道</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Fit the slices into their views</source>
        <translation>图像适应视图</translation>
    </message>
    <message>
        <source>This plane alone</source>
        <translation>只显示当前平面</translation>
    </message>
    <message>
        <source>All three planes</source>
        <translation>显示三个平面</translation>
    </message>
    <message>
        <source>As the network sees it, or the scan</source>
        <translation>切换网络所见与原扫描</translation>
    </message>
    <message>
        <source>Show or hide the influence map</source>
        <translation>显示或隐藏影响图</translation>
    </message>
    <message>
        <source>Influence map: more transparent</source>
        <translation>影响图：更透明</translation>
    </message>
    <message>
        <source>Influence map: less transparent</source>
        <translation>影响图：更不透明</translation>
    </message>
    <message>
        <source>To the strongest place of the influence map</source>
        <translation>转到影响图最强处</translation>
    </message>
</context>
<context>
    <name>nidus::ui::WindowPreset</name>
    <message>
        <source>Lung</source>
        <translation>肺</translation>
    </message>
    <message>
        <source>Mediastinum</source>
        <translation>纵隔</translation>
    </message>
    <message>
        <source>Bone</source>
        <translation>骨</translation>
    </message>
    <message>
        <source>Brain</source>
        <translation>脑</translation>
    </message>
    <message>
        <source>Abdomen</source>
        <translation>腹部</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全范围</translation>
    </message>
</context>
</TS>
