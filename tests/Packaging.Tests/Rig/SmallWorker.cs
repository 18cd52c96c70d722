namespace TemporalLambda.Packaging.Tests.Rig;

/// <summary>The sources of a small worker on Temporal's .NET SDK.</summary>
public static class SmallWorker
{
    public const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Temporalio" Version="1.21.1" />
            <PackageReference Include="Google.Protobuf" Version="3.31.1" />
            <PackageReference Include="NexusRpc" Version="0.5.0" />
          </ItemGroup>
        </Project>
        """;

    public const string Program = """
        using System.Runtime.CompilerServices;
        using Temporalio.Client;
        using Temporalio.Worker;
        using Temporalio.Workflows;

        if (args.Length == 0)
        {
            Console.WriteLine($"started from {Where()}");
            return;
        }

        var client = await TemporalClient.ConnectAsync(new(args[0]));
        using var worker = new TemporalWorker(client, new TemporalWorkerOptions("queue").AddWorkflow<GreetingWorkflow>());
        await worker.ExecuteAsync(CancellationToken.None);

        // The compiler writes this file's path into the program.
        static string Where([CallerFilePath] string path = "") => path;

        [Workflow]
        public class GreetingWorkflow
        {
            [WorkflowRun]
            public Task<string> RunAsync(string name) => Task.FromResult($"Hello, {name}!");
        }
        """;

    /// <summary>Writes them to a folder, cut off from whatever lies above it.</summary>
    public static string WriteTo(ScratchFolder folder, string name)
    {
        folder.Write($"{name}/Directory.Build.props", "<Project />");
        folder.Write($"{name}/Directory.Packages.props", "<Project />");
        folder.Write($"{name}/Program.cs", Program);
        return folder.Write($"{name}/Small.Worker.csproj", Project);
    }
}
