using System.IO.Compression;
using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

public sealed class NewTemporalLambdaWorkerCommandTests : IDisposable
{
    private readonly ModuleEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("new-worker-tests-").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_ready_zip_gives_the_record_with_all_its_properties()
    {
        string zip = WriteZip("my.worker.zip");
        EngineResult result = _engine.Run("New-TemporalLambdaWorker $zip", ("zip", zip)).AssertNoErrors();
        Assert.Equal(
            [zip, "my-worker", "my-worker", "my-worker", "provided.al2023", "bootstrap", "x86_64", null, zip, new FileInfo(zip).Length, false, false],
            Properties(result, "Path", "DeploymentName", "TaskQueue", "FunctionName", "Runtime", "Handler", "Architecture", "Packaging", "PackagePath", "PackageSize", "EndsWhenIdle", "IsPlanned"));
        Assert.Equal(result.Single("Fingerprint"), result.Single("BuildId"));
        Assert.Equal(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(zip))), result.Single("PackageSha256"));
        Assert.Equal("TemporalLambda.PackagedWorker", result.Output[0].BaseObject.GetType().FullName);
    }

    [Fact]
    public void Given_values_are_taken_and_paths_are_those_of_the_session()
    {
        WriteZip("in.zip");
        File.WriteAllText(Path.Combine(_folder, "temporal.toml"), "x");
        EngineResult result = _engine.Run(
            "$null = $ExecutionContext.SessionState.Path.SetLocation($folder); New-TemporalLambdaWorker in.zip -DeploymentName d -BuildId b -TaskQueue t -FunctionName f -Include temporal.toml -OutputPath out/",
            ("folder", _folder)).AssertNoErrors();
        Assert.Equal(
            ["d", "b", "t", "f", Path.Combine(_folder, "out", "d-x86_64.zip")],
            Properties(result, "DeploymentName", "BuildId", "TaskQueue", "FunctionName", "PackagePath"));
        using ZipArchive zip = ZipFile.OpenRead(Path.Combine(_folder, "out", "d-x86_64.zip"));
        Assert.Equal(["bootstrap", "temporal.toml"], zip.Entries.Select(e => e.FullName));
    }

    [Fact]
    public void Several_inputs_come_down_the_pipeline_and_a_bad_one_does_not_stop_the_others()
    {
        string one = WriteZip("one.zip");
        string two = WriteZip("two.zip");
        EngineResult result = _engine.Run(
            "$one, \"$folder/nothing\", [IO.FileInfo] $two | New-TemporalLambdaWorker",
            ("one", one), ("two", two), ("folder", _folder));
        result.AssertError("WorkerSourceNotFound");
        Assert.Equal(["one", "two"], result.Output.Select(o => o.Properties["DeploymentName"].Value));
    }

    [Fact]
    public void WhatIf_shows_the_plan_and_writes_nothing()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "in"));
        File.Move(WriteProgram("program"), Path.Combine(_folder, "in", "bootstrap"));
        EngineResult result = _engine.Run("New-TemporalLambdaWorker \"$folder/in\" -WhatIf", ("folder", _folder)).AssertNoErrors();
        string zip = Path.Combine(_folder, "in-x86_64.zip");
        Assert.Equal([true, zip, "in"], Properties(result, "IsPlanned", "PackagePath", "DeploymentName"));
        Assert.Equal([$"What if: Zip '{Path.Combine(_folder, "in")}' to '{zip}'."], result.HostLines);
        Assert.False(File.Exists(zip));
        Assert.NotNull(result.Single("BuildId"));
    }

    [Theory]
    [InlineData("-DeploymentName My.App", "WorkerDeploymentNameInvalid", "'My.App'")]
    [InlineData("-BuildId __1", "WorkerBuildIdInvalid", "'__1'")]
    [InlineData("-FunctionName a.b", "FunctionNameNotValid", "'a.b'")]
    [InlineData("-Packaging nativeaot", "WorkerPackagingNeedsProject", "NativeAot")]
    [InlineData("-Architecture ARM64", "WorkerArchitectureMismatch", "arm64")]
    [InlineData("-Include none.toml", "WorkerIncludeNotFound", "none.toml")]
    public void Bad_input_is_one_error_with_a_way_out(string arguments, string errorId, string mention)
    {
        EngineResult result = _engine.Run($"New-TemporalLambdaWorker $zip {arguments}", ("zip", WriteZip("in.zip")));
        Assert.Contains(mention, result.AssertError(errorId).ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Architecture_and_packaging_are_completed()
    {
        Assert.Equal(["arm64", "x86_64"], Complete("New-TemporalLambdaWorker -Architecture ").Order());
        Assert.Equal(["Auto", "FrameworkDependent", "NativeAot", "ReadyToRun"], Complete("New-TemporalLambdaWorker -Packaging ").Order());
    }

    private IEnumerable<string> Complete(string line)
    {
        EngineResult result = _engine.Run(
            "[Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.ForEach({ $_.CompletionText })",
            ("line", line)).AssertNoErrors();
        return result.Output.Select(o => o.ToString()!);
    }

    private static object?[] Properties(EngineResult result, params string[] names)
    {
        PSObject record = Assert.Single(result.Output);
        return [.. names.Select(n => record.Properties[n].Value)];
    }

    private string WriteZip(string name)
    {
        string file = Path.Combine(_folder, name);
        using ZipArchive zip = ZipFile.Open(file, ZipArchiveMode.Create);
        ZipArchiveEntry entry = zip.CreateEntry("bootstrap");
        entry.ExternalAttributes = 0x81ED << 16;
        using Stream stream = entry.Open();
        stream.Write(Program);
        return file;
    }

    private string WriteProgram(string name)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, Program);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)0x1ED);
        }

        return file;
    }

    // The header of a static ELF executable for x86_64.
    private static byte[] Program
    {
        get
        {
            byte[] header = new byte[64];
            "\u007fELF\u0002\u0001\u0001"u8.CopyTo(header);
            header[16] = 2;
            header[18] = 62;
            return header;
        }
    }
}
