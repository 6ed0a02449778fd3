package boris

// seeds are small projects, made up, with everything that a file may hold.
var seeds = map[string]string{
	"a state without time": `{"observations":{"":{"events":[["",0,"s"],[1,"","s","",""],[2,"","s","",""]]}},"behaviors_conf":{"":{"type":"StAte","code":"s"}}}`,
	"no events":            `{"observations":{"":{}}}`,
	"empty":                `{"observations":{},"behaviors_conf":{}}`,
	"states and points": `{"time_format":"s","project_format_version":"7.0","subjects_conf":{"0":{"key":"","name":"barn"},"1":{"name":"forælder"}},
 "observations":{"o1":{"type":"LIVE","file":[],"events":[[1.5,"barn","p","",""],[2,"barn","s","",""],[3.25,"barn","s","None","så"],
  [4.0005,"","s","",""],[5,"barn","s","","slut"],[6.125,"barn","s","None",""],[7,"","s","",""],[8,"far","zz","a|b",""]],
  "independent_variables":{"sted":"skov"},"time offset":null},
  "o2":{"events":[[5000000000.0,"","p","",""],[-1.25,"","p","",""],[2,"","s","",""],[1,"","p","",""]],"type":"MEDIA","file":{"1":["a.mp4"],"2":[]},
  "media_info":{"length":{"a.mp4":60.5},"fps":{},"hasVideo":{},"hasAudio":{}}}},
 "behaviors_conf":{"1":{"type":"State event with coding map","code":"s","excluded":"p,q","modifiers":{"0":{"name":"m","type":1,"values":[" a (x)","b"]}}},
  "0":{"type":"Point event","code":"p","category":"leg","modifiers":""}},
 "independent_variables":{"0":{"label":"sted","type":"value from set","possible values":"hjem,ude"}},"unknown":{"kept":[1.50,1e3,-0.0,true,null]}}`,
	"odd events": `{"observations":{"o":{"type":"LIVE","events":[[1,null,"p"],[2,"","p",null,null],[3,"","p","","",["x",{"y":1}]],["4","","p","",""],
  [null,"","p","",""],[1e300,"","p","",""],[6.0,"\u00e5\ud83d\ude00","p","","kom\"ma\n"]]}},"behaviors_conf":{"0":{"type":"Point event","code":"p"}}}`,
	"pictures": `{"observations":{"i":{"type":"IMAGES","events":[[NaN,"barn","s","","",3,"a.jpg"],[NaN,"barn","s","","",7,"b.jpg"],[NaN,"","p","","",5,"c.jpg"],[NaN,"","s","","","x",null]]},
  "j":{"type":"IMAGES","events":[[5.0,"","s","","",2,"c.jpg"],[1.0,"","p","","",1,"a.jpg"],[9.5,"","s","","",4,"d.jpg"]]}},
 "behaviors_conf":{"0":{"type":"Point event","code":"p"},"1":{"type":"State event","code":"s"}}}`,
	"oldest": `{"subjects_conf":{"0":["b","barn"],"1":["f","forælder"]},"observations":{"o":{"type":"VIDEO","file":["film.mp4","to.mp4"],"time offset second player":2,
  "events":[[1.5,"barn","p","m",""]]}},"behaviors_conf":{"0":{"type":"Point event","code":"p","modifiers":"a,b (b)|c,d"}}}`,
	"twice the same id":  `{"observations":{"o":{"type":"LIVE","events":[[1,"","p","",""]]},"o":{"type":"LIVE","events":[[2,"","p","",""]]}},"behaviors_conf":{"0":{"type":"Point event","code":"p"}}}`,
	"windows characters": "{\"observations\":{\"sp\xf8rg\":{\"type\":\"LIVE\",\"events\":[[1.5,\"for\xe6lder\",\"p\",\"\",\"\x93ja\x94\"]]}},\"behaviors_conf\":{\"0\":{\"type\":\"Point event\",\"code\":\"p\"}}}",
	"newer":              "\ufeff{\"project_format_version\":\"10.1\",\"observations\":{\" o \":{\"events\":null}},\"behaviors_conf\":{}}\n",
}
