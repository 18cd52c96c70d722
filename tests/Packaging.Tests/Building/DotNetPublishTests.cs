using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using TemporalLambda.Packaging.Tests.Rig;

namespace TemporalLambda.Packaging.Tests.Building;

public sealed class DotNetPublishTests(PublishedWorkers workers)
{
    [Fact]
    public async Task A_project_becomes_a_package_with_a_bootstrap_and_the_native_core()
    {
        (WorkerPackage package, _, _) = await workers.PackagesAsync();
        using ZipArchive zip = await ZipFile.OpenReadAsync(package.PackagePath);
        Assert.Equal(["bootstrap", "libtemporalio_sdk_core_c_bridge.so"], zip.Entries.Select(e => e.FullName));
        Assert.True(zip.Entries[1].Length < 26 << 20, $"The native core has {zip.Entries[1].Length} bytes; with symbols it has 30 MB.");
        Assert.Equal([0x81ED, 0x81A4], zip.Entries.Select(e => (int)((uint)e.ExternalAttributes >> 16)));
        Assert.Equal(
            ("provided.al2023", "bootstrap", CpuArchitecture.X64, WorkerPackaging.ReadyToRun, "Small-Worker", false),
            (package.Runtime, package.Handler, package.Architecture, package.Packaging, package.DeploymentName, package.EndsWhenIdle));
        Assert.Equal(package.Fingerprint, package.BuildId);
        Assert.True(package.PackageSize < 35 << 20, $"The package has {package.PackageSize} bytes.");
    }

    [Fact]
    public async Task The_same_source_in_another_folder_gives_the_same_bytes()
    {
        (WorkerPackage first, WorkerPackage second, _) = await workers.PackagesAsync();
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(first.PackageSha256, second.PackageSha256);
        Assert.NotEqual(first.PackagePath, second.PackagePath);
    }

    [Fact]
    public async Task An_unchanged_second_build_changes_nothing()
    {
        (WorkerPackage first, _, WorkerPackage again) = await workers.PackagesAsync();
        Assert.Equal(first.PackageSha256, again.PackageSha256);
        Assert.Single(first.Changes);
        Assert.Empty(again.Changes);
        Assert.Equal(workers.CompiledAt.First, workers.CompiledAt.Again);
    }

    [Fact]
    public async Task The_users_own_folders_stay_as_they_are()
    {
        await workers.PackagesAsync();
        string folder = Path.GetDirectoryName(workers.FirstProject)!;
        Assert.Equal(["lambda"], new DirectoryInfo(Path.Combine(folder, "obj")).EnumerateFileSystemInfos().Select(f => f.Name));
        Assert.Equal(["lambda"], new DirectoryInfo(Path.Combine(folder, "bin")).EnumerateFileSystemInfos().Select(f => f.Name));
        Assert.False(File.Exists(Path.Combine(folder, "packages.lock.json")));
    }

    [Fact]
    public async Task The_program_starts_and_does_not_know_where_it_was_built()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "The package is for Linux on x86_64.");
        (WorkerPackage package, _, _) = await workers.PackagesAsync();
        using var folder = new ScratchFolder();
        await ZipFile.ExtractToDirectoryAsync(package.PackagePath, folder.Path);
        using Process process = Process.Start(new ProcessStartInfo(folder["bootstrap"]) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal("started from /_/Small.Worker/Program.cs", output.Trim());
    }

    [Fact]
    public async Task Progress_tells_the_steps_and_ends()
    {
        await workers.PackagesAsync();
        string[] steps = [.. workers.Reporter.ProgressSeen.Select(p => p.Status).Distinct()];
        Assert.Equal(["Starting", "Compiling Small.Worker", "Trimming", "Precompiling", "Zipping", "Done"], steps);
        Assert.True(workers.Reporter.ProgressSeen[^1].Completed);
    }
}
