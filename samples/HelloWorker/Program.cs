using HelloWorker;
using TemporalLambda.Runtime;

await TemporalLambdaWorker.RunAsync(worker => worker
    .AddWorkflow<GreetingWorkflow>()
    .AddActivity(Activities.Greet)
    .JsonContext(HelloJson.Default));
